// Says that what the page shows has been seen for so long, once for each call; none while it waits.

export default function ({ data, setStateValue }) {
  if (data.pause_s === null) return
  const timer = setTimeout(() => setStateValue("seen", data.shown), 1000 * data.pause_s)
  return () => clearTimeout(timer)
}
