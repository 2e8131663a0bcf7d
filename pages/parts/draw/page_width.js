// Tells how wide its place on the page is: the largest step that fits, and the least if none does.

const probes = new WeakMap()

export default function (component) {
  const { data, parentElement } = component
  const probe = probes.get(parentElement) ?? mount(parentElement)
  probe.component = component
  probe.steps = data.steps
  tell(probe)
  // Streamlit also cleans up after a call that a newer one has overtaken: the newer one goes on.
  return () => probe.component === component && unmount(probe)
}

function mount(parentElement) {
  const probe = { parentElement, ruler: parentElement.querySelector("div"), told: null }
  probe.observer = new ResizeObserver(() => tell(probe))
  probe.observer.observe(probe.ruler)
  probes.set(parentElement, probe)
  return probe
}

function unmount(probe) {
  probe.observer.disconnect()
  probes.delete(probe.parentElement)
}

function tell(probe) {
  const width = probe.ruler.clientWidth
  if (!width || !probe.steps) return // out of sight
  const room = probe.steps.findLast((step) => step <= width) ?? probe.steps[0]
  if (room === probe.told) return
  probe.told = room
  probe.component.setStateValue("room", room)
}
