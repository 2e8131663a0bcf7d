// The newest runs, a line each: whose it is, how far, and its errors. live.js is joined.

const NOTHING = "No run has begun yet. The first one appears here by itself."
const COLUMNS = ["state", "epochs", "val", "test"]
const TITLES = { epochs: "epochs", val: "validation error", test: "test error" }

export default function (component) {
  const list = component.parentElement.querySelector(".runs")
  return follow(component, (state) => paint(list, state?.rows ?? []))
}

function paint(list, rows) {
  if (!rows.length) return list.replaceChildren(part("empty", NOTHING))
  list.replaceChildren(...rows.map((row) => {
    const line = part(`run ${row.cells.state[0]}`)
    line.append(about(row), ...COLUMNS.map((name) => cell(name, row.cells[name])))
    return line
  }))
}

function about({ name, cells }) {
  const box = part("about")
  box.append(part("name", name), part("small", cells.name[1]))
  return box
}

function cell(name, [text]) {
  const box = part(name)
  box.append(part("value", text), part("small", TITLES[name] ?? ""))
  return box
}

function part(kind, text = "") {
  const node = document.createElement("div")
  node.className = kind
  node.textContent = text
  return node
}
