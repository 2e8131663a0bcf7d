// When a component may have a script run of its own accord: once none runs, and a while after a
// person has done something that may run one, perhaps of another page. Joined to others.
// Streamlit 1.67 takes a request that comes at another moment amiss: one of a page that is being left
// empties the next one, one that comes just as a run has ended may be the last that is answered, and
// of several at once it runs the fragment of the first alone.

const REST_MS = 1000 // after a click or a key
const LEAVING_MS = 15000 // after a click on a link, at most: until its page is there
const APART_MS = 300 // from one component's request to the next
const LOOK_MS = 50
const acts = (window.digitLabActs ??= hearActs()) // one for all components of the tab

// Calls ask() at the first such moment; what it gives takes that back. One without rest need not wait
// after a click that leads to the page on which it stands.
function askWhenQuiet(ask, rest = REST_MS) {
  let timer
  const look = () => {
    if (!isQuiet(acts, rest)) timer = setTimeout(look, LOOK_MS)
    else {
      acts.askedAt = Date.now()
      ask()
    }
  }
  look()
  return () => clearTimeout(timer)
}

function isQuiet({ actedAt, leftAt, target, askedAt }, rest) {
  const app = document.querySelector("[data-testid=stApp]")
  const state = app?.dataset.testScriptState // not documented: without it the rests alone count
  if (state && state !== "notRunning") return false
  if (document.querySelector("[role=dialog]")) return false // a run would open it again as it closes
  const since = (moment) => Date.now() - moment
  const leaves = since(leftAt) < LEAVING_MS && target !== location.pathname
  return !leaves && since(askedAt) > APART_MS && since(actedAt) > rest
}

function hearActs() {
  const acts = { actedAt: 0, leftAt: 0, target: "", askedAt: 0 }
  const hear = (event) => {
    acts.actedAt = Date.now()
    const link = event.type === "click" && leadingAway(event)
    if (link) Object.assign(acts, { leftAt: acts.actedAt, target: link.pathname })
  }
  for (const kind of ["click", "keydown"]) document.addEventListener(kind, hear, true)
  window.addEventListener("popstate", hear)
  return acts
}

function leadingAway(event) {
  const link = event.composedPath().find((node) => node.tagName === "A")
  const inNewTab = event.ctrlKey || event.metaKey || event.shiftKey || link?.target === "_blank"
  return link?.href && link.origin === location.origin && !inNewTab && !link.download ? link : null
}
