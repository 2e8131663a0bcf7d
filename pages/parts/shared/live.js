// One WebSocket for the whole tab, shared by all components that show what moves. Joined to theirs,
// with asking.js.

const FIRST_WAIT_MS = 250 // before a broken connection is tried again; doubled each time
const LONGEST_WAIT_MS = 4000
const GRACE_MS = 1500 // without a connection before anyone is told
const SILENT_MS = 25000 // the server sends something every 10 s: longer means that nobody is there
const UNSEEN_PAUSE_S = 5
const SHUT_OUT = 1008 // the code with which the server ends a connection that it allows no more
const TRY_LATER = 1013 // and one for which there is no room now: its reason is a sentence
const NOT_LIVE = "Not live: connecting again"

// Paints what a component's feed has: data.update at first, then each newer one.
// paint(state) gets null where what the feed is about has been deleted. Where data.page is another
// than a state's, the script runs again. Without data.feed it follows nothing, and no longer what
// it followed before. A component that shows that the connection is broken gives sayCut(text), whose
// text is "" while it stands; one that does so where no other on the page does gives sayUnsaidCut.
function follow(component, paint, { sayCut, sayUnsaidCut } = {}) {
  const { data, parentElement } = component
  const followers = (window.digitLabFollowers ??= new WeakMap())
  let follower = followers.get(parentElement)
  if (follower && follower.feed !== data.feed) {
    unfollow(follower)
    followers.delete(parentElement)
    follower = undefined
  }
  if (!data.feed) return () => {}
  const feeds = (window.digitLabFeeds ??= openFeeds())
  follower ??= { feed: data.feed }
  followers.set(parentElement, follower)
  const paintNewest = (update) => take(follower, paint, update)
  Object.assign(follower, { component, sayCut, sayUnsaidCut, take: paintNewest })
  feeds.add(follower, data.update)
  // Streamlit also cleans up after a call that a newer one has overtaken: the newer one goes on.
  return () => {
    if (follower.component !== component) return
    unfollow(follower)
    if (followers.get(parentElement) === follower) followers.delete(parentElement)
  }
}

function unfollow(follower) {
  stopAsking(follower)
  window.digitLabFeeds.remove(follower)
}

function take(follower, paint, update) {
  paint(update.state)
  stopAsking(follower)
  const { page, pause_s } = follower.component.data
  if (page === undefined || (update.state?.page ?? null) === page) return
  if (follower.askedFor === update.version) return
  const wait = Math.max(0, (follower.ranAt ?? 0) + 1000 * pause_s - Date.now())
  follower.timer = setTimeout(() => {
    follower.cancel = askWhenQuiet(() => runAgain(follower, update))
  }, wait)
}

function stopAsking(follower) {
  clearTimeout(follower.timer)
  follower.cancel?.()
}

function runAgain(follower, update) {
  follower.askedFor = update.version
  follower.ranAt = Date.now()
  follower.component.setStateValue("page", update.version)
}

function openFeeds() {
  const feeds = new Map() // by name: the newest update, and who follows
  const state = { socket: undefined, wait: FIRST_WAIT_MS, live: true, why: "", heard: 0 }

  function connect() {
    clearTimeout(state.retry)
    const address = new URL("./lab/live", document.baseURI)
    address.protocol = address.protocol.replace("http", "ws")
    const socket = (state.socket = new WebSocket(address))
    socket.onopen = () => {
      state.wait = FIRST_WAIT_MS
      state.heard = Date.now()
      report(true)
      subscribe()
    }
    socket.onmessage = ({ data }) => {
      state.heard = Date.now()
      if (!state.live) report(true)
      const message = JSON.parse(data)
      if (message.problem) console.warn(message.problem)
      else if (message.feed) spread(message)
    }
    socket.onclose = (event) => {
      if (state.socket !== socket) return
      if (event?.code === TRY_LATER) {
        state.wait = LONGEST_WAIT_MS
        report(false, event.reason)
      } else {
        askToComeIn(event?.code)
        state.lost ??= setTimeout(() => report(false), GRACE_MS)
      }
      state.retry = setTimeout(connect, state.wait * (0.5 + Math.random() / 2))
      state.wait = Math.min(2 * state.wait, LONGEST_WAIT_MS)
    }
  }

  // Whoever may no longer be in is shown the page that asks for a key, or for a login. Where people
  // log in, that page itself is answered to everyone, and the lab's own routes are not.
  async function askToComeIn(code) {
    const own = new URL("./lab/plotly.min.js", document.baseURI)
    const asked = { method: "HEAD", cache: "no-store" }
    const answer = code === SHUT_OUT ? null : await fetch(own, asked).catch(() => null)
    if (code === SHUT_OUT || answer?.status === 403) location.reload()
  }

  function report(live, why = "") {
    if (live) {
      clearTimeout(state.lost)
      state.lost = undefined
    }
    if (state.live === live && state.why === why) return
    Object.assign(state, { live, why })
    tell()
  }

  function tell() {
    const text = state.live ? "" : state.why || NOT_LIVE
    const all = [...feeds.values()].flatMap(({ followers }) => [...followers])
    const isSaid = all.some((each) => each.sayCut)
    for (const each of all) {
      each.sayCut?.(text)
      each.sayUnsaidCut?.(isSaid ? "" : text)
    }
  }

  // A tab that nobody sees follows only what says so in its data.
  function subscribe(anew = false) {
    if (state.socket?.readyState !== WebSocket.OPEN) return
    const wanted = [...feeds].filter(([, feed]) => !document.hidden || feed.unseen)
    const shown = (feed) => (anew ? "" : (feed.update?.version ?? ""))
    const watch = Object.fromEntries(wanted.map(([name, feed]) => [name, shown(feed)]))
    state.socket.send(JSON.stringify({ watch, pause_s: document.hidden ? UNSEEN_PAUSE_S : 0 }))
  }

  function subscribeSoon() {
    clearTimeout(state.soon)
    state.soon = setTimeout(subscribe)
  }

  function spread(update) {
    const feed = feeds.get(update.feed)
    if (!feed || update.made_at < (feed.update?.made_at ?? 0)) return
    feed.update = update
    feed.followers.forEach((each) => each.take(update))
  }

  function look() {
    if (!document.hidden && state.socket.readyState === WebSocket.CLOSED) connect()
    subscribeSoon()
  }

  // Without its network a browser leaves the socket open and silent; but a server on this machine
  // still answers.
  function probe() {
    const asked = Date.now()
    subscribe(true)
    setTimeout(() => state.heard < asked && report(false), GRACE_MS)
  }

  function listen() {
    if (!navigator.onLine) probe()
    if (Date.now() - state.heard > SILENT_MS && state.socket.readyState === WebSocket.OPEN) {
      const silent = state.socket
      silent.close()
      silent.onclose() // without its network a browser reports the end much later
    }
  }

  connect()
  document.addEventListener("visibilitychange", look)
  window.addEventListener("online", look)
  window.addEventListener("offline", probe)
  setInterval(listen, SILENT_MS / 5)

  return {
    add(follower, update) {
      const known = feeds.get(follower.feed)
      const feed = known ?? { followers: new Set(), update: undefined, unseen: false }
      feeds.set(follower.feed, feed)
      feed.followers.add(follower)
      feed.unseen ||= Boolean(follower.component.data.unseen)
      tell()
      if (!known) subscribeSoon()
      if (update && update.made_at >= (feed.update?.made_at ?? 0)) spread(update)
      else if (feed.update) follower.take(feed.update)
    },
    remove(follower) {
      const feed = feeds.get(follower.feed)
      if (!feed?.followers.delete(follower)) return
      tell()
      if (feed.followers.size) return
      feeds.delete(follower.feed)
      subscribeSoon()
    },
  }
}
