// Says that what the page shows has been seen for so long, once for each call; none while it waits.
// asking.js is joined.

export default function ({ data, setStateValue }) {
  if (data.pause_s === null) return
  let cancel
  const ask = () => { cancel = askWhenQuiet(() => setStateValue("seen", data.shown)) }
  const timer = setTimeout(ask, 1000 * data.pause_s)
  return () => {
    clearTimeout(timer)
    cancel?.()
  }
}
