// A row of the table of runs: its box, its cells, and the button that opens its run. Joined to
// run_table.js, whose table it is given.

const LIGHT = "digit-lab:light"

function mountRow(table, run) {
  const row = element("tr")
  row.dataset.run = run
  row.append(tickCell(table, "td", run, ""), menuCell(table, run))
  row.onmouseenter = () => light(run)
  row.onmouseleave = () => light(null)
  return row
}

function drawRow(table, facts, color, row) {
  const { columns, menu } = table.data
  const [box, ...rest] = row.cells
  box.firstChild.ariaLabel = `Tick ${facts.name}`
  box.firstChild.style.accentColor = color
  for (const cell of rest) if (!cell.matches(".menu")) cell.remove()
  const opener = row.querySelector(".menu")
  opener.hidden = !menu
  opener.firstChild.ariaLabel = `More about ${facts.name}`
  for (const column of columns) {
    const [main, small] = facts.cells[column.key]
    const cell = element("td", classes(column))
    cell.append(element("div", column.key === "name" ? "name" : "", main))
    if (small) cell.append(element("div", `small ${facts.tones[column.key] ?? ""}`, small))
    if (column.key === "name") drawTags(cell, main, facts.tags)
    // A narrow table has no room for the state's own column.
    if (column.with_state) cell.append(element("div", "short", facts.cells.state[0]))
    row.insertBefore(cell, opener)
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

function menuCell(table, run) {
  const cell = element("td", "menu")
  const button = element("button", "", "⋮")
  button.type = "button"
  button.onclick = () => send(table, "opened", { run })
  cell.append(button)
  return cell
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
