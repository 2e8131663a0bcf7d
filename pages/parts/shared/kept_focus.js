// The keys stay at a place of the page: what opens under them has a name and takes them, and what is
// taken away, or switched off, leaves them to what stands in its place. Joined to readable_frame.js.

const POPOVER = "[data-testid=stPopoverBody]"
const OPENER = "[data-testid=stPopoverButton][aria-expanded=true]"
const WORDS = "[data-testid=stMarkdownContainer]"
const EDGES = "[data-testid=stMain], [data-testid=stSidebar], [data-testid=stHeader], [role=dialog]"
const PAGE = "[data-testid=stMain]"
const FEW = 12 // stops
const SETTLES_MS = 150 // a popover that loses the keys at once closes, and Streamlit often puts them back

function watchKeys() {
  const first = document.activeElement ?? document.body // keys may have gone there before this program came
  const keys = { inUse: first.matches(":focus-visible"), trail: [], outside: [], timer: null }
  const arrive = (event) => noteTrail(keys, event.composedPath())
  const noteUse = (event) => {
    keys.inUse = event.type === "keydown"
    // That keys move on within one component is told outside of it by nothing else.
    if (keys.inUse && event.target !== document.body) arrive(event)
    if (event.key === "Tab") leavePopover(event)
  }
  const listeners = { keydown: noteUse, pointerdown: noteUse, focusin: arrive }
  Object.entries(listeners).forEach(([kind, listener]) => document.addEventListener(kind, listener, true))
  if (keys.inUse) noteTrail(keys, ancestors(first))
  keepKeys(keys)
  keys.end = () => {
    clearTimeout(keys.timer)
    Object.entries(listeners).forEach(([kind, listener]) => document.removeEventListener(kind, listener, true))
  }
  return keys
}

// What is to be done whenever the page has changed.
function keepKeys(keys) {
  keys.timer ??= setTimeout(() => {
    keys.timer = null
    putBack(keys)
    document.querySelectorAll(POPOVER).forEach((popover) => enterPopover(keys, popover))
  }, SETTLES_MS)
}

// Streamlit names it after its button's words, of which one with a mere icon has none but the icon's.
function enterPopover(keys, popover) {
  const opener = document.querySelector(OPENER)
  if (!popover.ariaLabel) popover.ariaLabel = nameOf(opener)
  if (keys.inUse && opener && document.activeElement === opener && keys.entered !== popover) {
    stopsIn(popover)[0]?.focus({ preventScroll: true })
    if (popover.contains(document.activeElement)) keys.entered = popover
  }
}

// A popover stands at the page's end, so that Tab would go on from there, which is its beginning.
function leavePopover(event) {
  const stop = document.activeElement, popover = stop.closest(POPOVER)
  if (!popover || stop !== stopsIn(popover).at(event.shiftKey ? 0 : -1)) return
  const opener = document.querySelector(OPENER)
  event.preventDefault()
  stop.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true })) // closes it
  opener?.focus()
}

function nameOf(button) {
  const words = button?.querySelector(WORDS)?.textContent.trim()
  return button?.ariaLabel || words || "More"
}

// Where the keys are: each element around them, its key, and which of its stops they are at.
function noteTrail(keys, path) {
  const edge = path.findIndex((part) => part.matches?.(EDGES))
  const parts = path.slice(0, Math.max(edge, 1)).filter((part) => part instanceof Element)
  keys.trail = parts.map((part) => ({
    part,
    key: [...part.classList].find((name) => name.startsWith("st-key-")),
    index: stopsIn(part).indexOf(path[0]),
  }))
  if (path[edge]?.matches(":not([role=dialog])")) keys.outside = keys.trail
  keys.under = heading()?.textContent
}

function ancestors(element) {
  return element ? [element, ...ancestors(element.parentElement)] : []
}

// An emptied canvas is another one, which takes the keys by itself. Under another heading only what has the
// same name stands for what was there, least of all while the rest is still being drawn.
function putBack(keys) {
  const [last] = keys.trail
  if (!keys.inUse || !last || document.activeElement !== document.body || isStop(last.part)) return
  if (BOARD_NAME.test(last.part.className)) return
  const elsewhere = keys.under && heading() && heading().textContent !== keys.under
  const inPlace = standsFor(keys.trail, elsewhere) ?? standsFor(keys.outside, elsewhere)
  const stop = inPlace ?? heading() ?? document.querySelector(PAGE)
  if (stop && !stop.hasAttribute("tabindex") && stop.matches("h1, h2")) stop.tabIndex = -1
  stop?.focus()
}

function heading() {
  return document.querySelector(`${PAGE} :is(h1, h2)`)
}

function standsFor(trail, elsewhere) {
  for (const { part, key, index } of trail) {
    const now = part.isConnected || !key ? part : document.querySelector(`.${CSS.escape(key)}`)
    if (!now?.isConnected) continue
    if (isStop(now)) return now
    const stops = stopsIn(now)
    if (!key && (elsewhere || stops.length > FEW)) return null // much has changed: no place is the same
    if (stops.length) return stops[Math.min(Math.max(index, 0), stops.length - 1)]
  }
  return null
}

function stopsIn(element) {
  return [...element.querySelectorAll(FOCUSABLE)].filter(isStop)
}

function isStop(element) {
  return element.isConnected && element.tabIndex >= 0 && !element.disabled && element.checkVisibility()
}
