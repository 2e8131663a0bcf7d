// Presses Streamlit's own switch once the camera runs, which is there on phones and tablets alone: it
// begins with the camera that looks at its reader, and paper lies before the other one.

const SWITCH = "[data-testid=stCameraInputSwitchButton] button"
const pressed = new WeakSet() // a run of the script calls again, and a second press would switch back

export default function ({ parentElement }) {
  const press = () => {
    const button = document.querySelector(SWITCH)
    if (!button || pressed.has(parentElement)) return
    pressed.add(parentElement)
    button.click()
  }
  const observer = new MutationObserver(press)
  observer.observe(document.body, { childList: true, subtree: true })
  press()
  return () => observer.disconnect()
}
