// All runs as a table: sorts in the store, ticks, and lights a run up in every chart of the page.

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
  drawHead(table, data)
  drawBody(table, data)
  return () => window.removeEventListener(LIGHT, table.light)
}

function mount(parentElement) {
  const table = { node: parentElement.querySelector("table"), ticked: new Set(), ticks: 0 }
  table.light = (event) => {
    for (const row of table.node.tBodies[0].rows) {
      row.classList.toggle("lit", row.dataset.run === event.detail.run)
    }
  }
  window.addEventListener(LIGHT, table.light)
  tables.set(parentElement, table)
  return table
}

function drawHead(table, data) {
  const row = element("tr")
  row.append(tickCell(table, "th", data.rows.map(({ run }) => run), "Tick all on this page"))
  for (const column of data.columns) {
    const cell = element("th", column.number ? "number" : "")
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
  table.node.tHead.replaceChildren(row)
}

function drawBody(table, data) {
  const rows = data.rows.map((facts) => drawRow(table, data, facts))
  const lit = table.node.tBodies[0].querySelector(".lit")?.dataset.run
  table.node.tBodies[0].replaceChildren(...rows)
  if (lit) table.light({ detail: { run: lit } })
}

function drawRow(table, data, facts) {
  const row = element("tr", facts.run === data.chosen ? "chosen" : "")
  row.dataset.run = facts.run
  const color = table.colors[facts.color]
  row.append(tickCell(table, "td", [facts.run], `Tick ${facts.name}`, color))
  for (const column of data.columns) {
    const [main, small] = facts.cells[column.key]
    const cell = element("td", column.number ? "number" : "")
    cell.append(element("div", column.key === "name" ? "name" : "", main))
    if (small) cell.append(element("div", `small ${facts.tones[column.key] ?? ""}`, small))
    if (column.key === "name") cell.firstChild.title = main
    row.append(cell)
  }
  row.append(menuCell(table, facts))
  row.onmouseenter = () => light(facts.run)
  row.onmouseleave = () => light(null)
  return row
}

function tickCell(table, kind, runs, label, color) {
  const cell = element(kind, "tick")
  const box = element("input")
  box.type = "checkbox"
  box.ariaLabel = label
  box.checked = runs.length > 0 && runs.every((run) => table.ticked.has(run))
  box.indeterminate = !box.checked && runs.some((run) => table.ticked.has(run))
  if (color) box.style.accentColor = color
  box.onchange = () => {
    for (const run of runs) box.checked ? table.ticked.add(run) : table.ticked.delete(run)
    table.ticks = Date.now()
    send(table, "ticked", { runs: [...table.ticked], ticks: table.ticks })
  }
  cell.append(box)
  return cell
}

function menuCell(table, facts) {
  const cell = element("td", "menu")
  const button = element("button", "", "⋮")
  button.type = "button"
  button.ariaLabel = `More about ${facts.name}`
  button.onclick = () => table.component.setTriggerValue("opened", facts.run)
  cell.append(button)
  return cell
}

function send(table, name, value) {
  table.component.setStateValue(name, value)
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
