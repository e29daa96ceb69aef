// One POST of ours. Returns {status, data}: 0 is no network or no answer in time, 401 an ended session or another
// account. The token is read each time: signing in in another tab changes it.
function token() {
  return (document.cookie.match(/(?:^|; )(?:csrftoken|__Host-csrf)=([^;]+)/) || [])[1] || JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"];
}

export async function send(address, fields) {
  const body = new URLSearchParams(fields).toString();
  try {
    const answer = await fetch(address, {
      method: "POST",
      body,
      keepalive: body.length < 60000, // a save outlives the page; browsers allow 64 kB
      headers: { "Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": token(), Accept: "application/json" },
      redirect: "manual",
      signal: AbortSignal.timeout(20000),
    });
    if (answer.type === "opaqueredirect") return { status: 401, data: {} };
    const said = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    return { status: answer.status, data: said ? await answer.json() : {} };
  } catch {
    return { status: 0, data: {} };
  }
}

export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}
