// All runs as a table: sorts in the store, ticks, and lights a run up in every chart of the page.
// live.js is joined: what stands in the rows follows a feed.

const LIGHT = "digit-lab:light"
const tables = new WeakMap()

export default function (component) {
  const { data, parentElement } = component
  const table = tables.get(parentElement) ?? mount(parentElement)
  table.component = component
  const colors = getComputedStyle(table.node).getPropertyValue("--st-chart-categorical-colors")
  table.colors = colors.split(",")
  // An answer to an earlier click must not take a later one back.
  if (!table.ticks || data.ticks === table.ticks) table.ticked = new Set(data.ticked)
  place(table.node.tHead, [reuse(table, "", [data.columns, data.sort], () => drawHead(table, data))])
  drawRows(table, data, data.rows)
  const leave = data.feed && follow(component, (state) => {
    const newer = new Map(state?.rows.map((facts) => [facts.run, facts]))
    drawRows(table, data, data.rows.map((facts) => ({ ...facts, ...newer.get(facts.run) })))
  })
  // Streamlit also cleans up after a call that a newer one has overtaken: the newer one goes on.
  return () => {
    leave?.()
    if (table.component === component) unmount(table)
  }
}

function drawRows(table, data, rows) {
  place(table.node.tBodies[0], rows.map((facts) => (
    reuse(table, facts.run, [facts, table.colors[facts.color]], (known) => (
      drawRow(table, data, facts, known ?? mountRow(table, facts.run))
    ))
  )))
  showTicks(table)
}

function mount(parentElement) {
  const node = parentElement.querySelector("table")
  const table = { parentElement, node, rows: new Map(), ticked: new Set(), ticks: 0 }
  table.light = ({ detail }) => {
    for (const row of table.node.tBodies[0].rows) {
      row.classList.toggle("lit", row.dataset.run === detail.run)
    }
  }
  window.addEventListener(LIGHT, table.light)
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

function place(section, rows) {
  for (const row of [...section.rows]) if (!rows.includes(row)) row.remove()
  rows.forEach((row, i) => {
    if (row !== section.rows[i]) section.insertBefore(row, section.rows[i] ?? null)
  })
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
    button.title = column.help
    if (sorted) button.append(element("span", "arrow", data.sort.descending ? "↓" : "↑"))
    const descending = sorted ? !data.sort.descending : column.descending
    button.onclick = () => send(table, "sort", { by: column.key, descending })
    cell.append(button)
    row.append(cell)
  }
  row.append(element("th"))
  return row
}

function mountRow(table, run) {
  const row = element("tr")
  row.dataset.run = run
  row.append(tickCell(table, "td", run, ""), menuCell(table, run))
  row.onmouseenter = () => light(run)
  row.onmouseleave = () => light(null)
  return row
}

function drawRow(table, data, facts, row) {
  const [box, ...rest] = row.cells
  const menu = rest.pop()
  box.firstChild.ariaLabel = `Tick ${facts.name}`
  box.firstChild.style.accentColor = table.colors[facts.color] ?? ""
  menu.firstChild.ariaLabel = `More about ${facts.name}`
  for (const cell of rest) cell.remove()
  for (const column of data.columns) {
    const [main, small] = facts.cells[column.key]
    const cell = element("td", classes(column))
    cell.append(element("div", column.key === "name" ? "name" : "", main))
    if (small) cell.append(element("div", `small ${facts.tones[column.key] ?? ""}`, small))
    if (column.key === "name") drawTags(cell, main, facts.tags)
    // A narrow table has no room for the state's own column.
    if (column.key === "test") cell.append(element("div", "short", facts.cells.state[0]))
    row.insertBefore(cell, menu)
  }
  return row
}

function classes(column) {
  return `col-${column.key} ${column.number ? "number" : ""}`
}

function drawTags(cell, name, tags) {
  cell.firstChild.title = name
  if (!tags.length) return
  const list = element("div", "tags")
  for (const tag of tags) list.append(element("span", "", tag))
  cell.append(list)
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

function menuCell(table, run) {
  const cell = element("td", "menu")
  const button = element("button", "", "⋮")
  button.type = "button"
  button.onclick = () => send(table, "opened", { run })
  cell.append(button)
  return cell
}

// Each event has a number of its own, so that the same one sent twice counts twice.
function send(table, name, value) {
  const click = Date.now()
  table.component.setStateValue(name, { ...value, click })
  return click
}

function light(run) {
  window.dispatchEvent(new CustomEvent(LIGHT, { detail: { run } }))
}

function element(tag, className = "", text = "") {
  const node = document.createElement(tag)
  if (className) node.className = className
  if (text) node.textContent = text
  return node
}
