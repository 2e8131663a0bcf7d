// The keys 0 to 9 press the buttons of the row that asks what a drawing is.

const ELSEWHERE = "input:not([type=range]), textarea, select, [contenteditable]"
const rows = new WeakMap()

export default function ({ data, parentElement }) {
  const row = rows.get(parentElement) ?? mount(parentElement)
  row.buttons = data.buttons
  return () => window.removeEventListener("keydown", row.press)
}

function mount(parentElement) {
  const row = {}
  row.press = (event) => {
    const other = event.repeat || event.ctrlKey || event.altKey || event.metaKey
    if (other || event.target.closest?.(ELSEWHERE)) return
    const key = row.buttons[event.key]
    if (key) document.querySelector(`.st-key-${key} button:enabled`)?.click()
  }
  window.addEventListener("keydown", row.press)
  rows.set(parentElement, row)
  return row
}
