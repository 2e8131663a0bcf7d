// Runs as a table: heads sort the store, boxes are ticked, a row lights its run up in every chart of
// the page. run_row.js is joined, and live.js: what stands in the rows follows a feed, if any.

const tables = new WeakMap()

export default function (component) {
  const { data, parentElement } = component
  const table = tables.get(parentElement) ?? mount(parentElement)
  Object.assign(table, { component, data })
  const colors = getComputedStyle(table.node).getPropertyValue("--st-chart-categorical-colors")
  table.colors = colors.split(",")
  // An answer to an earlier click must not take a later one back.
  if (!table.ticks || data.ticks === table.ticks) table.ticked = new Set(data.ticked)
  const head = [data.columns, data.sort, data.menu]
  const focused = table.node.getRootNode().activeElement?.dataset.sorts
  place(table.node.tHead, [reuse(table, "", head, () => drawHead(table, data))])
  if (focused) table.node.tHead.querySelector(`[data-sorts="${focused}"]`)?.focus()
  drawRows(table, data.rows, data.feed && data.feed === table.feed)
  table.feed = data.feed
  const leave = follow(component, (state) => state && drawRows(table, state.rows, true))
  // Streamlit also cleans up after a call that a newer one has overtaken: the newer one goes on.
  return () => {
    leave()
    if (table.component === component) unmount(table)
  }
}

// keep: whether a row that is aimed at stays where it is.
function drawRows(table, rows, keep) {
  table.wanted = rows
  const { data } = table
  const ordered = keep && isAimedAt(table) ? keepPlaces(table, rows) : rows
  place(table.node.tBodies[0], ordered.map((facts) => {
    const color = table.colors[data.colors[facts.run]] ?? ""
    return reuse(table, facts.run, [facts, color, data.columns, data.menu], (known) => (
      drawRow(table, facts, color, known ?? mountRow(table, facts.run))
    ))
  }))
  showTicks(table)
}

function isAimedAt({ node, pointed }) {
  return pointed || node.tBodies[0].querySelector(":focus-visible") !== null
}

// Leaves each row in its place, and puts new ones where others have gone.
function keepPlaces(table, rows) {
  const find = ({ dataset }) => rows.find((facts) => facts.run === dataset.run)
  const places = [...table.node.tBodies[0].rows].map(find)
  const fresh = rows.filter((facts) => !places.includes(facts))
  return [...places.map((facts) => facts ?? fresh.shift()), ...fresh].filter(Boolean)
}

function mount(parentElement) {
  const node = parentElement.querySelector("table")
  const table = { parentElement, node, rows: new Map(), ticked: new Set(), ticks: 0, pointed: false }
  table.light = ({ detail }) => {
    for (const row of table.node.tBodies[0].rows) {
      row.classList.toggle("lit", row.dataset.run === detail.run)
    }
  }
  window.addEventListener(LIGHT, table.light)
  const [body] = node.tBodies
  body.onpointerenter = ({ pointerType }) => (table.pointed = pointerType === "mouse")
  body.onpointerleave = () => {
    table.pointed = false
    drawRows(table, table.wanted, true)
  }
  body.onfocusout = () => setTimeout(() => drawRows(table, table.wanted, true))
  tables.set(parentElement, table)
  return table
}

function unmount(table) {
  window.removeEventListener(LIGHT, table.light)
  tables.delete(table.parentElement)
}

// A row stays the same node, and so do its box and its menu: others put in their place would
// swallow a click that has begun on them.
function reuse(table, key, facts, draw) {
  const text = JSON.stringify(facts)
  const known = table.rows.get(key)
  if (known?.text === text) return known.row
  const row = draw(known?.row)
  table.rows.set(key, { row, text })
  return row
}

// A row that moves would lose the keys, and nothing outside of the component would hear of it.
function place(section, rows) {
  const focused = section.getRootNode().activeElement
  for (const row of [...section.rows]) if (!rows.includes(row)) row.remove()
  rows.forEach((row, i) => {
    if (row !== section.rows[i]) section.insertBefore(row, section.rows[i] ?? null)
  })
  if (section.contains(focused)) focused.focus({ preventScroll: true })
}

function drawHead(table, data) {
  const row = element("tr")
  row.append(tickCell(table, "th", null, "Tick all on this page"))
  for (const column of data.columns) {
    const cell = element("th", classes(column))
    const sorted = data.sort.by === column.key
    cell.ariaSort = sorted ? (data.sort.descending ? "descending" : "ascending") : "none"
    const button = element("button", "", column.title)
    button.type = "button"
    button.dataset.sorts = column.key
    button.title = column.help
    if (sorted) button.append(element("span", "arrow", data.sort.descending ? "↓" : "↑"))
    const descending = sorted ? !data.sort.descending : column.largest_first
    button.onclick = () => send(table, "sort", { by: column.key, descending })
    cell.append(button)
    row.append(cell)
  }
  if (data.menu) row.append(element("th"))
  return row
}

// A tick of one run, or, without one, of all that the table shows.
function tickCell(table, kind, run, label) {
  const cell = element(kind, "tick")
  const box = element("input")
  box.type = "checkbox"
  box.ariaLabel = label
  box.onchange = () => {
    for (const each of run ? [run] : shown(table)) {
      box.checked ? table.ticked.add(each) : table.ticked.delete(each)
    }
    table.ticks = send(table, "ticked", { runs: [...table.ticked] })
    showTicks(table)
  }
  cell.append(box)
  return cell
}

function showTicks(table) {
  for (const row of table.node.tBodies[0].rows) {
    row.querySelector("input").checked = table.ticked.has(row.dataset.run)
  }
  const all = table.node.tHead.querySelector("input")
  const count = shown(table).filter((run) => table.ticked.has(run)).length
  all.checked = count > 0 && count === shown(table).length
  all.indeterminate = count > 0 && !all.checked
}

function shown(table) {
  return [...table.node.tBodies[0].rows].map((row) => row.dataset.run)
}

// Each event has a number of its own, so that the same one sent twice counts twice.
function send(table, name, value) {
  const click = Date.now()
  table.component.setStateValue(name, { ...value, click })
  return click
}
