// Gives a ticket back to the lab, which sets its cookie for it, and opens the page again: only a new
// connection has the cookie.

export default function ({ data, parentElement }) {
  const tickets = (window.digitLabTickets ??= new Set())
  if (tickets.has(data.ticket)) return // Streamlit may draw a component again with the same data
  tickets.add(data.ticket)
  exchange(data, parentElement.querySelector("p"))
}

async function exchange({ ticket, header }, status) {
  const address = new URL("./lab/ticket", document.baseURI)
  try {
    const answer = await fetch(address, { method: "POST", headers: { [header]: ticket } })
    if (answer.ok) location.reload()
    else status.textContent = await answer.text()
  } catch {
    status.textContent = "The lab does not answer: open the page again."
  }
}
