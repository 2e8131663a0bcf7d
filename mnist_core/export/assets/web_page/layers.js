// The network's layers as the page holds them: a kernel's rows, one for each input, then the biases.

function readLayers(blocks) {
  return [...blocks].map((block) => {
    const numbers = floatsFromBase64(block.textContent)
    const outputs = Number(block.dataset.outputs)
    const size = numbers.length - outputs
    return { outputs, kernel: numbers.subarray(0, size), bias: numbers.subarray(size) }
  })
}

function floatsFromBase64(text) {
  const letters = atob(text)
  const bytes = new Uint8Array(letters.length)
  for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i)
  return new Float32Array(bytes.buffer)
}

