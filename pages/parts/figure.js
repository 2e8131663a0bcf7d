// One Plotly chart for one component: mounted once, then changed with Plotly.react.

const ACCENT = /#0072B2/gi
const CONFIG = { displayModeBar: false, scrollZoom: false, doubleClick: "reset", showTips: false }
const charts = new WeakMap()
let library

export default function (component) {
  const { data, parentElement } = component
  const chart = charts.get(parentElement) ?? mount(parentElement)
  chart.data = data
  chart.node.setAttribute("aria-label", data.alt)
  loadPlotly(data.version).then(
    () => paint(chart),
    () => { chart.node.textContent = "The chart needs plotly.js, which did not load." },
  )
  return () => unmount(chart)
}

function mount(parentElement) {
  const chart = { parentElement, node: parentElement.querySelector("[role=img]") }
  chart.observer = new ResizeObserver(() => paint(chart))
  chart.observer.observe(chart.node)
  charts.set(parentElement, chart)
  return chart
}

function unmount(chart) {
  chart.observer.disconnect()
  charts.delete(chart.parentElement)
  chart.data = null
  window.Plotly?.purge(chart.node)
}

// Pages lie one level deep, so this resolves as Streamlit's own relative addresses do.
function loadPlotly(version) {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script")
    script.src = new URL(`./lab/plotly.min.js?v=${version}`, document.baseURI).href
    script.onload = resolve
    script.onerror = () => { library = undefined; reject() }
    document.head.append(script)
  })
  return library
}

function paint(chart) {
  const width = chart.node.clientWidth // 0 in a closed tab: the observer calls when it opens
  if (!chart.data || !window.Plotly || !width) return
  if (!chart.drawn) chart.node.replaceChildren() // clears what an earlier failure said
  chart.drawn = true
  const look = readTheme(chart.parentElement)
  const figure = JSON.parse(chart.data.figure.replace(ACCENT, look.accent))
  const layout = { ...figure.layout, width, template: template(look) }
  if (matchMedia("(pointer: coarse)").matches) layout.dragmode = false // a finger scrolls the page
  window.Plotly.react(chart.node, figure.data, layout, CONFIG)
}

function readTheme(element) {
  const style = getComputedStyle(element)
  const read = (name) => style.getPropertyValue(`--st-${name}`).trim()
  return {
    accent: read("chart-categorical-colors").split(",")[0],
    background: read("background-color"),
    border: read("border-color"),
    font: read("font"),
    text: read("text-color"),
  }
}

function template(look) {
  const axis = { gridcolor: look.border, zerolinecolor: look.border, linecolor: look.border }
  const font = { family: look.font, color: look.text, size: 14 }
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
