// Tells how wide its place on the page is: the largest step that fits, and the least if none does.

const probes = new WeakMap()

export default function ({ data, parentElement, setStateValue }) {
  const probe = probes.get(parentElement) ?? mount(parentElement)
  probe.steps = data.steps
  probe.send = (room) => setStateValue("room", room)
  tell(probe)
  return () => {
    probe.observer.disconnect()
    probes.delete(parentElement)
  }
}

function mount(parentElement) {
  const probe = { ruler: parentElement.querySelector("div"), told: null }
  probe.observer = new ResizeObserver(() => tell(probe))
  probe.observer.observe(probe.ruler)
  probes.set(parentElement, probe)
  return probe
}

function tell(probe) {
  const width = probe.ruler.clientWidth
  if (!width || !probe.steps) return // out of sight
  const room = probe.steps.findLast((step) => step <= width) ?? probe.steps[0]
  if (room === probe.told) return
  probe.told = room
  probe.send(room)
}
