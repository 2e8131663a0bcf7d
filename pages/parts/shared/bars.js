// How sure the network is of each digit: as the script has drawn it, and as answer.js reads it since.

const ANSWER_READ = "digit-lab:answer"
const charts = new WeakMap()

export default function (component) {
  const { data, parentElement } = component
  const chart = charts.get(parentElement) ?? mount(parentElement)
  chart.component = component
  const { digitLabAnswer } = window
  paint(chart, digitLabAnswer === undefined ? data.shares : digitLabAnswer)
  // Streamlit also cleans up after a call that a newer one has overtaken: the newer one goes on.
  return () => {
    if (chart.component !== component) return
    window.removeEventListener(ANSWER_READ, chart.hear)
    charts.delete(parentElement)
  }
}

function mount(parentElement) {
  const list = parentElement.querySelector(".bars")
  const chart = { bars: [...Array(10).keys()].map((digit) => makeBar(list, digit)) }
  chart.hear = () => paint(chart, window.digitLabAnswer)
  window.addEventListener(ANSWER_READ, chart.hear)
  charts.set(parentElement, chart)
  return chart
}

function makeBar(list, digit) {
  const bar = document.createElement("div")
  bar.className = "bar"
  bar.role = "listitem"
  bar.innerHTML = `<span class="name">${digit}</span><span class="track"><span class="fill"></span>
    </span><span class="share"></span>`
  list.append(bar)
  return bar
}

function paint(chart, shares) {
  const highest = shares ? Math.max(...shares) : null
  const best = shares ? shares.indexOf(highest) : null
  chart.bars.forEach((bar, digit) => {
    bar.className = `bar ${digit === best ? "best" : shares && shares[digit] < 0.0005 ? "faint" : ""}`
    bar.querySelector(".share").textContent = shares ? `${(100 * shares[digit]).toFixed(1)}%` : ""
    bar.querySelector(".fill").style.transform = `scaleX(${shares ? shares[digit] : 0})`
  })
}
