// The network run forward as mnist_core/network.py does it: sums in doubles, layers in float32.

const ACTIVATION_FUNCTIONS = {
  relu: (z) => Math.max(z, 0),
  leaky_relu: (z) => (z > 0 ? z : LEAKY_SLOPE * z),
  elu: (z) => (z > 0 ? z : Math.expm1(z)),
  selu: (z) => SELU_SCALE * (z > 0 ? z : SELU_ALPHA * Math.expm1(z)),
  gelu: (z) => 0.5 * z * (1 + erf(z / Math.SQRT2)),
  silu: (z) => z / (1 + Math.exp(-z)),
  tanh: Math.tanh,
  sigmoid: (z) => 1 / (1 + Math.exp(-z)),
  softplus: (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))),
  linear: (z) => z,
}

// Layers are { outputs, kernel, bias }: a kernel's rows, one for each input.
function forward(layers, image, activation) {
  const activate = ACTIVATION_FUNCTIONS[activation]
  const signal = layers.slice(0, -1).reduce((inputs, layer) => (
    dense(layer, inputs).map((z) => activate(z))
  ), image)
  return softmax(dense(layers[layers.length - 1], signal))
}

function dense({ outputs, kernel, bias }, inputs) {
  const sums = new Float64Array(outputs)
  for (let input = 0; input < inputs.length; input++) {
    const value = inputs[input], row = input * outputs
    if (value === 0) continue // most of an image is paper
    for (let output = 0; output < outputs; output++) sums[output] += value * kernel[row + output]
  }
  return bias.map((number, output) => Math.fround(sums[output]) + number)
}

function softmax(logits) {
  const highest = logits.reduce((one, other) => Math.max(one, other))
  const powers = Float64Array.from(logits, (logit) => Math.exp(logit - highest))
  const sum = powers.reduce((one, other) => one + other)
  return Float32Array.from(powers, (power) => power / sum)
}

// The error function by the series of DLMF 7.6.2, whose terms are all of one sign, to some 1e-15.
function erf(x) {
  if (Math.abs(x) > 6) return Math.sign(x) // by less than the last bit of a double
  let term = x, sum = x
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= 2 * x * x / (2 * n + 1)
    sum += term
  }
  return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum
}

// That an answer is not sure, and what else it may be; "" where it is sure.
function doubtText(probabilities) {
  const best = Math.max(...probabilities)
  if (best >= SURE_FROM) return ""
  const first = probabilities.indexOf(best)
  const others = [...probabilities].map((share, digit) => (digit === first ? -1 : share))
  return DOUBTS[others.indexOf(Math.max(...others))]
}
