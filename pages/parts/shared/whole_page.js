// Has a page drawn again that Streamlit 1.67 has emptied: a request of the page that was left, come while
// the next one was drawn, is answered under the old page's name, which takes everything of the new one
// away. The lab's own components send none (asking.js, joined); the canvas and Streamlit's widgets may,
// on a slow machine. What the shell draws outlives it. tests/browser/test_late_words.py reproduces it.

const EMPTY_MS = 500 // a page that is being drawn is empty for a moment, too
const AGAIN_MS = 5000

export default function ({ parentElement, setTriggerValue }) {
  const shell = (parentElement.getRootNode().host ?? parentElement).closest(".st-key-shell")
  let cancel = () => {}
  let due = null

  const timer = setInterval(() => {
    if (!isAlone(shell)) due = null
    else if (Date.now() >= (due ??= Date.now() + EMPTY_MS)) {
      due = Date.now() + AGAIN_MS
      cancel()
      cancel = askWhenQuiet(() => isAlone(shell) && setTriggerValue("emptied", Date.now()))
    }
  }, EMPTY_MS / 2)
  return () => {
    clearInterval(timer)
    cancel()
  }
}

// What a page draws comes after the shell.
function isAlone(shell) {
  return shell?.isConnected && !(shell.closest("[data-testid=stLayoutWrapper]") ?? shell).nextElementSibling
}
