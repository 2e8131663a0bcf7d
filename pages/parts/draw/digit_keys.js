// The keys 0 to 9 press the buttons of the row that asks what a drawing is.

const ELSEWHERE = "input:not([type=range]), textarea, select, [contenteditable]"
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
    if (key) document.querySelector(`.st-key-${key} button:enabled`)?.click()
  }
  window.addEventListener("keydown", row.press)
  rows.set(parentElement, row)
  return row
}

function unmount(row) {
  window.removeEventListener("keydown", row.press)
  rows.delete(row.parentElement)
}
