// A chart's numbers as a table, when they are asked for: the figure's own (mnist_core/figures/table.py), or
// else made of its series. Joined to figure.js; its button shows where the pointer or the keys are.

const MOST_CELLS = 20_000
const PICTURE = "It is a picture alone: no numbers are written in it."
const NOTHING_YET = "It has no numbers yet."
const MARKS = { lt: "<", gt: ">", amp: "&", quot: '"', "#39": "'", "#x27": "'" }
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
  if (!scroll.hasChildNodes()) scroll.textContent = isPicture(chart.node) ? PICTURE : NOTHING_YET
  dialog.append(text, scroll, close)
  dialog.onclose = () => dialog.remove()
  dialog.onkeydown = (event) => event.stopPropagation() // the page's own keys rest meanwhile
  chart.node.parentElement.append(dialog)
  dialog.showModal()
}

function isPicture(node) {
  return node._fullLayout?.xaxis?.visible === false && node._fullLayout.yaxis?.visible === false
}

// Gives { head, rows } of the figure's own table; else for each grid, and one for all series along one axis.
function tablesOf(node) {
  const own = node.layout?.meta?.table
  const found = own ? [ownTable(own)] : [...gridsOf(node), ...seriesOf(node)]
  return found.filter(({ rows }) => rows.length)
}

function ownTable({ columns, rows }) {
  const cell = (value) => (typeof value === "string" ? value : plain(value))
  return { head: columns, rows: rows.map((row) => row.map(cell)) }
}

function shownOf(node) {
  return (node._fullData ?? []).filter((trace) => trace.visible === true && trace.hoverinfo !== "skip")
}

function gridsOf(node) {
  return shownOf(node).filter((trace) => trace.z).map((trace) => gridTable(node, trace))
}

function seriesOf(node) {
  const groups = new Map()
  for (const trace of shownOf(node).filter((each) => !each.z && each.x?.length && each.xaxis)) {
    const along = lies(trace) ? trace.yaxis : trace.xaxis
    groups.set(along, [...(groups.get(along) ?? []), trace])
  }
  return [...groups.values()].map((group) => seriesTable(node, group))
}

function lies({ orientation, type }) {
  return type === "bar" && orientation === "h"
}

function gridTable(node, trace) {
  const [across, up] = axesOf(node, trace)
  const columns = trace.x ? [...trace.x] : [...trace.z[0].keys()]
  const rows = [...trace.z].map((values, i) => [written(trace.y?.[i] ?? i, up), ...[...values].map(plain)])
  return { head: [`${titleOf(up)} \\ ${titleOf(across)}`, ...columns.map((x) => written(x, across))], rows }
}

// One column for each series where no place has two of its values; else one line for each point.
function seriesTable(node, traces) {
  if (isPicture(node)) return pictureTable(traces)
  const [key, value] = lies(traces[0]) ? ["y", "x"] : ["x", "y"]
  const ofAxis = (trace, name) => axesOf(node, trace)[name === "x" ? 0 : 1]
  const keys = ofAxis(traces[0], key)
  const series = traces.map((trace) => {
    const values = ofAxis(trace, value)
    const name = UNNAMED.test(trace.name) ? titleOf(values) : bare(trace.name)
    const known = [...trace[key].keys()].filter((i) => trace[key][i] !== null)
    const texts = known.map((i) => written(trace[value][i], values))
    return { name, places: known.map((i) => trace[key][i]), texts }
  })
  if (series.some(({ places }) => new Set(places).size < places.length)) {
    const rows = series.flatMap(({ name, places, texts }) => (
      places.map((place, i) => [name, written(place, keys), texts[i]])
    ))
    return { head: ["", titleOf(keys), titleOf(ofAxis(traces[0], value))], rows }
  }
  const places = [...new Set(series.flatMap((each) => each.places))]
  if (places.every((place) => typeof place === "number")) places.sort((one, other) => one - other)
  const found = series.map((each) => new Map(each.places.map((place, i) => [place, each.texts[i]])))
  const rows = places.map((place) => [written(place, keys), ...found.map((of) => of.get(place) ?? "")])
  return { head: [titleOf(keys), ...series.map(({ name }) => name)], rows }
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
  if (Number.isFinite(value) && tickformat?.endsWith("%")) return `${Number((100 * value).toPrecision(5))}%`
  return plain(value)
}

// A whole number in full; of another so many digits that its rounding for the browser is not seen.
function plain(value) {
  if (typeof value !== "number") return bare(String(value ?? ""))
  if (Number.isNaN(value)) return ""
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(5)))
}

// Without markup, and as a reader sees the letters that Plotly needs written otherwise.
function bare(text) {
  const letters = text.replace(/<[^>]*>/g, " ").trim()
  return letters.replace(/&(lt|gt|amp|quot|#39|#x27);/g, (_, name) => MARKS[name])
}
