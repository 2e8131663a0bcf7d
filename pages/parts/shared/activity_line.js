// What trains anywhere, as a link to it, and in the tab's title; or that nothing on the page is live
// any more. live.js is joined.

const PAGES = "[data-testid=stTopNavLink], [data-testid=stTopNavSection]"
const PHONE_PX = 768 // narrower, the pages are at the window's foot
const RIGHT_PX = 64, GAP_PX = 16, LEAST_PX = 160, MOST_PX = 384
const SEEN_MS = 5000 // an end stands in the title until the tab has been in sight for so long

export default function (component) {
  const { data, parentElement, setTriggerValue } = component
  const link = parentElement.querySelector("a")
  const keeper = keeperOfTitle()
  const widths = new ResizeObserver(() => fit(link))
  widths.observe(document.querySelector("[data-testid=stHeader]") ?? document.body)
  let timer, newest
  let cut = ""
  const paint = (state) => {
    newest = state
    show()
    clearTimeout(timer)
    entitle(state?.title)
    if (state?.title && !state.text) forgetOnceSeen()
  }
  const sayUnsaidCut = (text) => {
    if (text === cut) return
    cut = text
    show()
  }
  const leave = follow(component, paint, { sayUnsaidCut })

  function show() {
    const text = cut || newest?.text
    link.hidden = !text
    link.classList.toggle("cut", Boolean(cut))
    link.querySelector(".text").textContent = text ?? ""
    if (cut) link.removeAttribute("href")
    else link.href = `./?run=${newest?.run ?? ""}`
    fit(link)
  }

  link.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    if (!cut) setTriggerValue("opened", newest.run)
  }

  function entitle(text) {
    document.title = text ? `${text} · ${data.name}` : data.name
    keeper.title = document.title // as the browser has it, whose blanks are single
  }

  function forgetOnceSeen() {
    timer = setTimeout(() => (document.hidden ? forgetOnceSeen() : entitle("")), SEEN_MS)
  }

  return () => {
    clearTimeout(timer)
    widths.disconnect()
    leave()
  }
}

// The pages in the header must stay in reach, however wide the sidebar beside them is.
function fit(link) {
  const ends = [...document.querySelectorAll(PAGES)].map((page) => page.getBoundingClientRect().right)
  const room = innerWidth - Math.max(0, ...ends) - RIGHT_PX - GAP_PX
  const isWide = innerWidth >= PHONE_PX
  link.classList.toggle("low", isWide && room < LEAST_PX)
  link.style.maxWidth = isWide && room >= LEAST_PX ? `${Math.min(room, MOST_PX)}px` : ""
}

// Streamlit writes its own title again with each run of a page's script. One keeper for a tab: when
// the theme changes, calls overlap, and two that each put their own title back would never end.
function keeperOfTitle() {
  if (!window.digitLabTitle) {
    const keeper = { title: "" }
    const putBack = () => {
      if (keeper.title && document.title !== keeper.title) document.title = keeper.title
    }
    const changes = { childList: true, subtree: true, characterData: true }
    new MutationObserver(putBack).observe(document.head, changes)
    window.digitLabTitle = keeper
  }
  return window.digitLabTitle
}
