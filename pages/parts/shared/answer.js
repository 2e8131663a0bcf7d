// What the network reads, how surely, and the pixels that it sees: as the script has drawn it, and
// read anew here at each move of the pen, with the network's weights. pen.js, fabric_path.js, live.js
// and the lab's reading script are joined.

const ANSWERED = "digit-lab:answer" // the event for the bars; the answer itself is window.digitLabAnswer
const FETCH_PAUSE_MS = 2000 // from one newer version of the weights to the next
const STANDS_MS = 1000 // without another one, until an answer is said
const cards = new WeakMap()

export default function (component) {
  const { data, parentElement } = component
  const card = cards.get(parentElement) ?? mount(parentElement)
  card.component = component
  card.data = data
  card.part("card").className = `card ${data.look}`
  takeDocument(card.pen, data.drawing)
  if (card.network?.address !== data.network?.address) {
    card.weights = null
    card.fetchedAt = 0
  }
  card.network = data.network
  card.newest = data.network?.version
  const leave = follow(component, (state) => {
    card.newest = state?.weights || card.newest
    show(card)
  })
  fetchWeights(card)
  show(card)
  // Streamlit also cleans up after a call that a newer one has overtaken: the newer one goes on.
  return () => {
    leave()
    if (card.component === component) unmount(card)
  }
}

function mount(parentElement) {
  const part = (name) => parentElement.querySelector(`.${name}`)
  const card = { parentElement, part, weights: null, fetchedAt: 0 }
  card.pen = watchPen(() => fetchWeights(card), () => {
    card.frame ??= requestAnimationFrame(() => {
      card.frame = null
      show(card)
    })
  })
  cards.set(parentElement, card)
  return card
}

function unmount(card) {
  cancelAnimationFrame(card.frame)
  clearTimeout(card.timer)
  clearTimeout(card.saying)
  card.pen.end()
  card.network = null
  cards.delete(card.parentElement)
  delete window.digitLabAnswer
}

// The script's own answer, where it is about what is drawn and as new as the weights here.
function show(card) {
  const { pen, data, weights, newest } = card
  if (weights?.version !== newest && !isEmpty(pen)) fetchWeights(card)
  const newer = weights !== null && weights.version === newest && newest !== data.network.version
  const read = weights !== null && pen.board !== null && (hasChanged(pen) || newer)
  if (!read) return paint(card, data.shares, data.image && bytesOf(data.image))
  const { activation, normalization } = data.network
  const drawn = readPen(pen)
  const image = drawn && networkInput(drawn, normalization)
  const shares = image && [...forward(weights.layers, image, activation)]
  paint(card, shares, image && image.map((value) => 255 * value))
}

function paint(card, shares, image) {
  const digit = shares ? shares.indexOf(Math.max(...shares)) : null
  const sure = shares ? `${(100 * shares[digit]).toFixed(1)}% sure` : ""
  const doubt = shares ? doubtText(shares) : ""
  card.part("digit").textContent = digit ?? "–"
  card.part("digit").classList.toggle("nothing", digit === null)
  card.part("digit").classList.toggle("unsure", doubt !== "")
  card.part("sure").textContent = sure
  card.part("doubt").textContent = doubt
  const said = shares ? [`${digit}, ${sure}`, doubt].filter(Boolean).join(". ") : "nothing yet"
  card.part("answer").ariaLabel = `Answer: ${said}`
  say(card, shares ? [`The network reads ${digit}`, doubt].filter(Boolean).join(". ") : "")
  const pixels = new ImageData(SIZE, SIZE)
  for (let pixel = 0; pixel < SIZE * SIZE; pixel++) {
    const gray = image ? image[pixel] : 0
    pixels.data.set([gray, gray, gray, 255], 4 * pixel)
  }
  card.part("seen").getContext("2d").putImageData(pixels, 0, 0)
  window.digitLabAnswer = shares
  window.dispatchEvent(new Event(ANSWERED))
}

// Tells a screen reader of another answer once it stands, not of each movement, nor how sure it is.
function say(card, words) {
  if (words === card.words) return
  card.words = words
  clearTimeout(card.saying)
  card.saying = setTimeout(() => (card.part("said").textContent = words), STANDS_MS)
}

async function fetchWeights(card) {
  const { network, newest } = card
  if (!network || card.fetching || card.weights?.version === newest) return
  const early = card.fetchedAt + FETCH_PAUSE_MS - Date.now()
  clearTimeout(card.timer)
  if (early > 0) {
    card.timer = setTimeout(() => fetchWeights(card), early)
    return
  }
  card.fetching = true
  card.fetchedAt = Date.now()
  const weights = await loadWeights(network, newest).catch(() => null) // the script answers, then
  card.fetching = false
  if (card.network?.address !== network.address) return fetchWeights(card)
  card.weights = weights ?? card.weights
  if (weights) show(card)
}

async function loadWeights({ address, sizes }, wanted) {
  const url = new URL(`./${address}?version=${encodeURIComponent(wanted)}`, document.baseURI)
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(await answer.text())
  const numbers = floatsOf(new Uint16Array(await answer.arrayBuffer()))
  let at = 0
  const take = (count) => numbers.subarray(at, (at += count))
  const layers = sizes.slice(1).map((outputs, i) => (
    { outputs, kernel: take(sizes[i] * outputs), bias: take(outputs) }
  ))
  return { version: answer.headers.get("Digit-Lab-Version"), layers }
}

// Every browser reads these; Float16Array is too new.
function floatsOf(halves) {
  const table = Float32Array.from({ length: 0x10000 }, (_, bits) => {
    const sign = bits & 0x8000 ? -1 : 1, exponent = (bits >> 10) & 0x1f, fraction = bits & 0x3ff
    return sign * (exponent ? 2 ** (exponent - 25) * (1024 + fraction) : 2 ** -24 * fraction)
  })
  return Float32Array.from(halves, (bits) => table[bits])
}
