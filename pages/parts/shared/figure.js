// One Plotly chart for one component: mounted once, then changed with Plotly.react.
// figure_keys.js, figure_numbers.js, figure_size.js and live.js are joined to it.

// The colours of mnist_core/figures/colors.py: the theme has one for each, in this order; last its grey.
const PALETTE = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9", "#F0E442", "#98A4AE"]
const ANY_COLOR = new RegExp(PALETTE.join("|"), "gi")
// The event with the run under the pointer (detail.run, or null), for all on the page that draw runs.
const LIGHT = "digit-lab:light"
const FADED = 0.15
const MOST_WAIT_MS = 1000
const CONFIG = { displayModeBar: false, scrollZoom: false, doubleClick: "reset", showTips: false }
const charts = new WeakMap()
let library

export default function (component) {
  const { data, parentElement } = component
  const chart = charts.get(parentElement) ?? mount(parentElement)
  chart.data = data
  chart.component = component
  chart.figure = data.figure ?? chart.figure
  describe(chart)
  nameNumbers(chart)
  loadPlotly(data.version).then(
    () => paint(chart),
    () => { chart.node.textContent = "The chart needs plotly.js, which did not load." },
  )
  const leave = follow(component, (state) => move(chart, state))
  // Streamlit also cleans up after a call that a newer one has overtaken: the newer one goes on.
  return () => {
    leave()
    if (chart.component === component) unmount(chart)
  }
}

function move(chart, state) {
  chart.figure = state?.figures[chart.data.name] ?? chart.figure
  paint(chart)
}

function mount(parentElement) {
  const chart = { parentElement, node: parentElement.querySelector("[role=img]") }
  chart.observer = new ResizeObserver(() => paint(chart))
  chart.observer.observe(chart.node)
  chart.onLight = ({ detail }) => light(chart, detail.run)
  window.addEventListener(LIGHT, chart.onLight)
  takeKeys(chart)
  chart.numbers = offerNumbers(chart)
  charts.set(parentElement, chart)
  return chart
}

function unmount(chart) {
  announce(chart, null)
  window.removeEventListener(LIGHT, chart.onLight)
  cancelAnimationFrame(chart.frame)
  chart.observer.disconnect()
  charts.delete(chart.parentElement)
  chart.data = null
  // A drawing that still goes on needs what purge takes away.
  chart.painted?.finally(() => window.Plotly.purge(chart.node))
}

// It takes a second to run, so what the page still has to draw goes first. Pages lie one level
// deep, so that the address resolves as Streamlit's own relative ones do.
function loadPlotly(version) {
  if (window.Plotly) return Promise.resolve()
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script")
    script.src = new URL(`./lab/plotly.min.js?v=${version}`, document.baseURI).href
    script.onload = resolve
    script.onerror = () => { library = undefined; reject() }
    const whenIdle = window.requestIdleCallback ?? setTimeout // Safari has no such callback
    whenIdle(() => document.head.append(script), { timeout: MOST_WAIT_MS })
  })
  return library
}

function paint(chart) {
  const width = chart.node.clientWidth // 0 in a closed tab: the observer calls when it opens
  if (!chart.figure || !chart.data || !window.Plotly || !width) return
  if (!chart.drawn) chart.node.replaceChildren() // clears an earlier failure's text
  const look = readTheme(chart.parentElement)
  const scale = chart.data.grows ? typeScale() : 1
  const wanted = JSON.stringify([chart.figure, width, look, scale])
  if (chart.drawn === wanted) return // a tick of the page that changed nothing here
  const themed = (color) => look.colors[PALETTE.indexOf(color.toUpperCase())] || color
  const made = JSON.parse(chart.figure.replace(ANY_COLOR, themed))
  const figure = scale === 1 ? made : enlarged(made, scale)
  const layout = { ...figure.layout, width, template: template(look, scale) }
  if (chart.data.grows) chart.node.style.height = `${layout.height}px`
  if (matchMedia("(pointer: coarse)").matches) layout.dragmode = false // a finger scrolls the page
  chart.painted = window.Plotly.react(chart.node, figure.data, layout, CONFIG)
  if (!chart.drawn) listen(chart)
  chart.drawn = wanted
  pointAt(chart, null)
}

function listen(chart) {
  chart.node.on("plotly_hover", ({ points }) => announce(chart, points[0]?.data.meta?.run ?? null))
  chart.node.on("plotly_unhover", () => announce(chart, null))
  chart.node.on("plotly_click", ({ points }) => click(chart, points[0]))
  chart.node.on("plotly_afterplot", () => dress(chart))
}

function click(chart, point) {
  if (!chart.data?.clickable || !point) return
  const { x, y, data } = point
  const custom = point.customdata ?? null
  const customdata = ArrayBuffer.isView(custom) ? Array.from(custom) : custom
  const clicked = { x, y, customdata, run: data.meta?.run ?? null, nonce: Date.now() }
  chart.component.setTriggerValue("clicked", clicked)
}

function announce(chart, run) {
  if (run === (chart.announced ?? null)) return
  chart.announced = run
  window.dispatchEvent(new CustomEvent(LIGHT, { detail: { run } }))
}

// On its way from one point to the next the pointer leaves the first: only the last event counts.
function light(chart, run) {
  chart.lit = run
  chart.frame ??= requestAnimationFrame(() => {
    chart.frame = null
    dress(chart)
  })
}

// Plotly draws a trace's group anew when it likes, so this follows each of its drawings.
function dress(chart) {
  const groups = [...chart.node.querySelectorAll("g.trace")]
  const traces = groups.map((group) => group.__data__?.[0]?.trace ?? {}) // bound there by Plotly
  const known = traces.some((trace) => trace.meta?.run === chart.lit)
  traces.forEach((trace, index) => {
    const run = trace.meta?.run
    if (run === undefined) return
    const share = known && chart.lit && run !== chart.lit ? FADED : 1
    groups[index].style.opacity = share * (trace.opacity ?? 1)
  })
  chart.numbers.classList.toggle("picture", chart.node._fullLayout?.xaxis?.visible === false)
  const idle = chart.node.layout?.dragmode === false ? "default" : ""
  for (const area of chart.node.querySelectorAll(".nsewdrag")) {
    area.style.cursor = chart.data?.clickable ? "pointer" : idle
  }
}

function readTheme(element) {
  const style = getComputedStyle(element)
  const read = (name) => style.getPropertyValue(`--st-${name}`).trim()
  return {
    colors: [...read("chart-categorical-colors").split(",").slice(0, -1 + PALETTE.length), read("gray-text-color")],
    background: read("background-color"),
    border: read("border-color"),
    font: read("font"),
    text: read("text-color"),
  }
}

function template(look, scale) {
  const axis = { gridcolor: look.border, zerolinecolor: look.border, linecolor: look.border }
  const font = { family: look.font, color: look.text, size: 14 * scale }
  return {
    layout: {
      font,
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      hoverlabel: { bgcolor: look.background, bordercolor: look.border, font },
      xaxis: axis,
      yaxis: axis,
    },
  }
}
