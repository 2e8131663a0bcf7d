// Mends what Streamlit 1.67 writes around every page, whenever something new stands on it, and
// brings the keys to the canvas. key_pen.js and kept_focus.js are joined.

const LOOK_MS = 300
const LEAST_PX = 13 // that is hidden: less is no line of text
const COLORS = ["primary", "text", "blue-text", "green-text", "gray-text"]
const SCROLLING = "pre, [data-testid=stHorizontalBlock], .digit-lab-table-frame"
const FOCUSABLE = "a[href], button:enabled, input:enabled, textarea, [tabindex]"

export default function ({ parentElement }) {
  const pen = makePen(...parentElement.querySelectorAll(".digit-lab-pen, .digit-lab-pen-said"))
  const keys = watchKeys()
  let timer = null
  const mend = () => {
    timer = null
    if (takeCanvas(pen)) look()
    copyColors(parentElement)
    nameLists()
    document.querySelectorAll(SCROLLING).forEach(letScroll)
  }
  const look = () => (timer ??= setTimeout(mend, LOOK_MS))
  const changes = new MutationObserver(() => {
    keepKeys(keys)
    look()
  })
  changes.observe(document.body, { childList: true, subtree: true })
  changes.observe(document.querySelector("[data-testid=stApp]"), { attributeFilter: ["class"] }) // the theme
  window.addEventListener("resize", look)
  document.fonts.ready.then(look)
  mend()
  return () => {
    changes.disconnect()
    keys.end()
    window.removeEventListener("resize", look)
    cancelAnimationFrame(pen.painting)
    clearTimeout(pen.saying)
    clearTimeout(timer)
  }
}

// The theme's colors are known to components alone.
function copyColors(element) {
  const theme = getComputedStyle(element), page = document.documentElement.style
  for (const name of COLORS) {
    page.setProperty(`--digit-lab-${name.replace("-text", "")}`, theme.getPropertyValue(`--st-${name}-color`))
  }
}

// In its list of pages, sections stand between the list and its items, which HTML does not allow.
function nameLists() {
  const list = document.querySelector("[data-testid=stSidebarNavItems]")
  list?.setAttribute("role", "group")
  list?.querySelectorAll("li").forEach((item) => item.setAttribute("role", "none"))
}

// What scrolls and holds nothing that Tab comes to is a stop of its own, so that arrow keys move it.
function letScroll(area) {
  const hidden = Math.max(area.scrollWidth - area.clientWidth, area.scrollHeight - area.clientHeight)
  const scrolls = hidden > LEAST_PX && getComputedStyle(area).overflow !== "visible"
  if (scrolls && !area.querySelector(FOCUSABLE)) area.tabIndex = 0
  else if (area.tabIndex === 0) area.removeAttribute("tabindex")
}
