// The keys 0 to 9 press the buttons of the row that asks what a drawing is. Right after a first stroke
// they are not enabled yet, and a key waits for its own.

const ELSEWHERE = "input:not([type=range]), textarea, select, [contenteditable]"
const ENABLED_WITHIN_MS = 1500
const rows = new WeakMap()

export default function (component) {
  const { parentElement } = component
  const row = rows.get(parentElement) ?? mount(parentElement)
  row.component = component
  // Streamlit also cleans up after a call that a newer one has overtaken: the newer one goes on.
  return () => row.component === component && unmount(row)
}

function mount(parentElement) {
  const row = { parentElement }
  row.press = (event) => {
    const other = event.repeat || event.ctrlKey || event.altKey || event.metaKey
    if (other || event.target.closest?.(ELSEWHERE)) return
    const key = row.component.data.buttons[event.key]
    if (key) pressSoon(row, event.key, Date.now() + ENABLED_WITHIN_MS)
  }
  window.addEventListener("keydown", row.press)
  rows.set(parentElement, row)
  return row
}

// The digit that the network reads has "Yes" for its button, and that is known once it has been read.
function pressSoon(row, digit, until) {
  clearTimeout(row.waiting)
  const button = document.querySelector(`.st-key-${row.component.data.buttons[digit]} button:enabled`)
  if (button) button.click()
  else if (Date.now() < until) row.waiting = setTimeout(() => pressSoon(row, digit, until), 50)
}

function unmount(row) {
  clearTimeout(row.waiting)
  window.removeEventListener("keydown", row.press)
  rows.delete(row.parentElement)
}
