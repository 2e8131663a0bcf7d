// Reports how wide its place on the page is: the largest step that fits, or else the least.
// asking.js is joined.

const probes = new WeakMap()

export default function (component) {
  const { data, parentElement } = component
  const probe = probes.get(parentElement) ?? mount(parentElement)
  probe.component = component
  probe.steps = data.steps
  report(probe)
  // Streamlit also cleans up after a call that a newer one has overtaken: the newer one goes on.
  return () => probe.component === component && unmount(probe)
}

function mount(parentElement) {
  const probe = { parentElement, ruler: parentElement.querySelector("div"), reported: null }
  probe.observer = new ResizeObserver(() => report(probe))
  probe.observer.observe(probe.ruler)
  probes.set(parentElement, probe)
  return probe
}

function unmount(probe) {
  probe.cancel?.()
  probe.observer.disconnect()
  probes.delete(probe.parentElement)
}

function report(probe) {
  const width = probe.ruler.clientWidth
  if (!width || !probe.steps) return // out of sight
  const step = probe.steps.findLast((step) => step <= width) ?? probe.steps[0]
  if (step === probe.reported) return
  probe.cancel?.()
  probe.cancel = askWhenQuiet(() => {
    probe.reported = step
    probe.component.setStateValue("width", step)
  }, probe.reported === null ? 0 : undefined)
}
