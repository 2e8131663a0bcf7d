// Opens the sidebar by pressing Streamlit's own button, and closes it once a run has begun.

const OPEN = "[data-testid=stExpandSidebarButton]"
const CLOSE = "[data-testid=stSidebarCollapseButton] button"
const NARROW = "(max-width: 767px)" // as wide as Streamlit lets a sidebar cover the page
let begun // outlives this button, which is another one for another run

export default function ({ data, parentElement }) {
  const sidebar = document.querySelector("[data-testid=stSidebar]")
  const button = parentElement.querySelector("button")
  const show = () => { button.hidden = sidebar?.dataset.collapsed !== "true" }
  const observer = new MutationObserver(show)
  if (sidebar) observer.observe(sidebar, { attributeFilter: ["data-collapsed"] })
  button.querySelector(".name").hidden = data.small
  button.onclick = () => document.querySelector(OPEN)?.click()
  show()
  if (data.begun > begun && matchMedia(NARROW).matches) document.querySelector(CLOSE)?.click()
  begun = data.begun ?? begun
  return () => observer.disconnect()
}
