// Opens the sidebar by pressing Streamlit's own button, and closes it once what it is for is done.

const OPEN = "[data-testid=stExpandSidebarButton]"
const CLOSE = "[data-testid=stSidebarCollapseButton] button"
const NARROW = "(max-width: 767px)" // as wide as Streamlit lets a sidebar cover the page
const CHANGES = { attributeFilter: ["data-collapsed", "disabled"], childList: true, subtree: true }
const done = new Map() // by name; outlives this button, which is another one for another run

export default function ({ data, parentElement }) {
  const sidebar = document.querySelector("[data-testid=stSidebar]")
  const [box, button, press] = [".box", ".open", ".press"].map(
    (part) => parentElement.querySelector(part),
  )
  const pressed = () => sidebar?.querySelector(`.st-key-${data.press?.[0]} button:enabled`)
  const show = () => {
    box.hidden = sidebar?.dataset.collapsed !== "true"
    press.disabled = !pressed() // Streamlit's own button may come later, and stands still without a server
  }
  const observer = new MutationObserver(show)
  if (sidebar) observer.observe(sidebar, CHANGES)
  const name = button.querySelector(".name")
  name.hidden = data.small
  name.textContent = button.ariaLabel = button.title = data.name
  button.querySelector(".icon").textContent = data.icon
  button.onclick = () => document.querySelector(OPEN)?.click()
  press.hidden = !data.press
  press.textContent = data.press?.[1] ?? ""
  press.onclick = () => pressed()?.click()
  show()
  const before = done.get(data.name)
  const changed = before !== undefined && data.done !== null && data.done !== before
  if (changed && matchMedia(NARROW).matches) document.querySelector(CLOSE)?.click()
  done.set(data.name, data.done ?? before)
  return () => observer.disconnect()
}
