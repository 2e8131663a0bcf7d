// A chart under the keyboard: Tab comes to it; in one that can be clicked, arrow keys move a ring from
// point to point, and Enter clicks. Joined to figure.js.

const KEYS_HELP = "Arrow keys move from point to point, Enter chooses one."
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }
const RING = 28 // pixels

function takeKeys(chart) {
  const { node } = chart
  node.tabIndex = 0
  node.style.position = "relative" // the ring is placed in it
  node.onfocus = () => {
    const seen = node.matches(":focus-visible") // not after a click
    node.style.outline = seen ? `2px solid ${accent(chart)}` : "none"
  }
  node.onblur = () => {
    node.style.outline = "none"
    pointAt(chart, null)
  }
  node.onkeydown = (event) => {
    if (!chart.data?.clickable || !chart.drawn) return
    if (ARROWS[event.key]) pointAt(chart, nextPoint(chart, ARROWS[event.key]))
    else if (event.key === "Enter" && chart.pointed) click(chart, chart.pointed)
    else return
    event.preventDefault() // an arrow key would scroll the page
  }
}

function accent({ parentElement }) {
  return getComputedStyle(parentElement).getPropertyValue("--st-primary-color") || "Highlight"
}

// For a reader who cannot see it: what the chart shows, and at which point the keys are.
function describe({ node, data, pointed }) {
  node.setAttribute("aria-label", pointed ? `${data.alt}. ${pointText(pointed)}` : data.alt)
  node.setAttribute("aria-description", data.clickable ? KEYS_HELP : "")
}

function pointText({ x, y, data, axes, pointNumber }) {
  const [across, up] = axes.map((axis) => (axis.visible ? axis.title?.text : ""))
  if (data.hovertext?.[pointNumber]) return data.hovertext[pointNumber].replace(/<[^>]*>/g, " ")
  return across && up ? `${up} ${y}, ${across} ${x}` : `Number ${pointNumber + 1}`
}

// The points that a pointer could click, with their places in pixels.
function* points({ node }) {
  for (const trace of node._fullData) {
    if (trace.visible !== true || trace.hoverinfo === "skip" || !trace.x || !trace.xaxis) continue
    const axes = [trace.xaxis, trace.yaxis].map((id) => node._fullLayout[`${id[0]}axis${id.slice(1)}`])
    const place = (x, y, pointNumber, customdata = null) => ({
      x, y, pointNumber, customdata, data: trace, axes,
      left: axes[0]._offset + axes[0].d2p(x),
      top: axes[1]._offset + axes[1].d2p(y),
    })
    for (const [number, x] of trace.x.entries()) {
      if (trace.type !== "heatmap") yield place(x, trace.y[number], number, trace.customdata?.[number])
      else for (const [row, y] of trace.y.entries()) yield place(x, y, [row, number])
    }
  }
}

// The nearest point in the arrow's direction, rather ahead than aside; at first the top left one.
function nextPoint(chart, [across, down]) {
  const from = chart.pointed
  let best = from, least = Infinity
  for (const to of points(chart)) {
    const [right, below] = from ? [to.left - from.left, to.top - from.top] : [to.left, to.top]
    const ahead = from ? right * across + below * down : right + below
    const aside = from ? Math.abs(right * down) + Math.abs(below * across) : 0
    if (from && (ahead < 0.5 || aside > ahead) || !(ahead + 2 * aside < least)) continue
    best = to
    least = ahead + 2 * aside
  }
  return best
}

// Shows where the keys are: by a ring, and by what a pointer there would show.
function pointAt(chart, at) {
  const { node } = chart
  if (!chart.data || (!at && !chart.pointed)) return
  chart.pointed = at
  chart.ring?.remove()
  describe(chart)
  announce(chart, at?.data.meta?.run ?? null)
  if (!at) return window.Plotly.Fx.unhover(node)
  const [across, up] = at.axes
  window.Plotly.Fx.hover(node, { xval: across.d2c(at.x), yval: up.d2c(at.y) })
  chart.ring = document.createElement("div")
  Object.assign(chart.ring.style, {
    position: "absolute",
    left: `${at.left - RING / 2}px`,
    top: `${at.top - RING / 2}px`,
    width: `${RING}px`,
    height: `${RING}px`,
    boxSizing: "border-box",
    border: `3px solid ${accent(chart)}`,
    borderRadius: "6px",
    pointerEvents: "none",
  })
  node.append(chart.ring)
}
