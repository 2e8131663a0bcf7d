// A chart's numbers as a table, made of what Plotly has drawn when they are asked for: by a button that
// shows where the pointer or the keys are. Joined to figure.js.

const MOST_CELLS = 20_000
const UNNAMED = /^trace \d+$/ // Plotly's name for a series without one

function offerNumbers(chart) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: "table" })
  button.className = "digit-lab-numbers"
  button.title = "Numbers"
  button.onclick = () => showNumbers(chart)
  chart.node.after(button)
  chart.node.parentElement.style.position = "relative" // the button is placed in it
  return button
}

function nameNumbers({ numbers, data }) {
  numbers.setAttribute("aria-label", `Numbers of the chart: ${data.alt}`)
}

function showNumbers(chart) {
  const dialog = document.createElement("dialog")
  dialog.className = "digit-lab-table-of-numbers"
  dialog.setAttribute("aria-label", `Numbers: ${chart.data.alt}`)
  const [text, close, scroll] = ["p", "button", "div"].map((tag) => document.createElement(tag))
  text.textContent = chart.data.alt
  close.textContent = "Close"
  close.onclick = () => dialog.close()
  scroll.tabIndex = 0
  scroll.append(...tablesOf(chart.node).map(makeTable))
  if (!scroll.hasChildNodes()) scroll.textContent = "It has no numbers."
  dialog.append(text, scroll, close)
  dialog.onclose = () => dialog.remove()
  dialog.onkeydown = (event) => event.stopPropagation() // the page's own keys rest meanwhile
  chart.node.parentElement.append(dialog)
  dialog.showModal()
}

// Gives { head, rows } for each grid, and one for all series that share their axes.
function tablesOf(node) {
  const shown = (node._fullData ?? []).filter((trace) => trace.visible === true && trace.hoverinfo !== "skip")
  const grids = shown.filter((trace) => trace.z)
  const groups = new Map()
  for (const trace of shown.filter((each) => !each.z && each.x?.length && each.xaxis)) {
    const axes = `${trace.xaxis} ${trace.yaxis}`
    groups.set(axes, [...(groups.get(axes) ?? []), trace])
  }
  return [...grids.map((trace) => gridTable(node, trace)), ...[...groups.values()].map((group) => (
    seriesTable(node, group)
  ))].filter(({ rows }) => rows.length)
}

function gridTable(node, trace) {
  const [across, up] = axesOf(node, trace)
  const columns = trace.x ? [...trace.x] : [...trace.z[0].keys()]
  const rows = [...trace.z].map((values, i) => [written(trace.y?.[i] ?? i, up), ...[...values].map(plain)])
  return { head: [`${titleOf(up)} \\ ${titleOf(across)}`, ...columns.map((x) => written(x, across))], rows }
}

// One column for each series where no place has two of its values; else one line for each point.
function seriesTable(node, traces) {
  const [across, up] = axesOf(node, traces[0])
  if (!across.visible && !up.visible) return pictureTable(traces)
  const lies = traces.every(({ orientation, type }) => type === "bar" && orientation === "h")
  const [key, value, keys, values] = lies ? ["y", "x", up, across] : ["x", "y", across, up]
  const names = traces.map(({ name }) => (UNNAMED.test(name) ? titleOf(values) : bare(name)))
  const isOnce = traces.every((trace) => new Set(trace[key]).size === trace[key].length)
  if (!isOnce) {
    const rows = traces.flatMap((trace, i) => [...trace[key]].map((place, number) => (
      [names[i], written(place, keys), written(trace[value][number], values)]
    )))
    return { head: ["", titleOf(keys), titleOf(values)], rows }
  }
  const places = [...new Set(traces.flatMap((trace) => [...trace[key]]))]
  if (places.every((place) => typeof place === "number")) places.sort((one, other) => one - other)
  const found = traces.map((trace) => new Map([...trace[key]].map((place, i) => [place, trace[value][i]])))
  const rows = places.map((place) => [
    written(place, keys), ...found.map((of) => (of.has(place) ? written(of.get(place), values) : "")),
  ])
  return { head: [titleOf(keys), ...names], rows }
}

// A picture has no axes: what a pointer would be told of each of its parts.
function pictureTable(traces) {
  const told = traces.flatMap(({ hovertext, text }) => [hovertext || text || []].flat())
  return { head: ["What it shows"], rows: told.filter(Boolean).map((each) => [plain(each)]) }
}

function makeTable({ head, rows }) {
  const table = document.createElement("table")
  const most = Math.ceil(MOST_CELLS / head.length)
  const add = (texts, tag) => {
    const row = table.insertRow()
    texts.forEach((text) => row.append(Object.assign(document.createElement(tag), { textContent: text })))
  }
  add(head, "th")
  rows.slice(0, most).forEach((row) => add(row, "td"))
  if (rows.length > most) add([`and ${rows.length - most} more rows`], "td")
  return table
}

function axesOf(node, trace) {
  return [trace.xaxis, trace.yaxis].map((id) => node._fullLayout[`${id[0]}axis${id.slice(1)}`])
}

function titleOf({ visible, title, _id }) {
  return visible && title?.text ? bare(title.text) : _id[0] === "x" ? "Across" : "Down"
}

// As the axis writes it: a name for a number, or a share as a percentage.
function written(value, { tickvals, ticktext, tickformat }) {
  const named = ticktext?.[[...(tickvals ?? [])].indexOf(value)]
  if (named !== undefined) return bare(String(named))
  if (typeof value === "number" && tickformat?.endsWith("%")) return `${plain(100 * value)}%`
  return plain(value)
}

function plain(value) {
  return typeof value === "number" ? String(Number(value.toPrecision(5))) : bare(String(value ?? ""))
}

function bare(text) {
  return text.replace(/<[^>]*>/g, " ").trim()
}
