// What was typed and is not saved yet, kept in this browser. A key names account, municipality and year, row and
// field, so that nobody is shown what another account typed. Storage may be full or forbidden: then nothing is kept.
const PREFIX = "ita-draft:";
const OLDEST = 30 * 24 * 3600 * 1000;

export function drafts(account, place) {
  const start = `${PREFIX}${account}:${place}:`;
  const attempt = (work, otherwise) => { try { return work(); } catch { return otherwise; } };
  return {
    keep(row, field, shown, value) {
      return attempt(() => {
        localStorage.setItem(`${start}${row}:${field}`, JSON.stringify({ shown, value, at: Date.now() }));
        return true;
      }, false);
    },
    drop(row, field) {
      attempt(() => localStorage.removeItem(`${start}${row}:${field}`));
    },
    all() {
      return attempt(() => Object.keys(localStorage).filter((key) => key.startsWith(start)).flatMap((key) => {
        const [row, field] = key.slice(start.length).split(":");
        const kept = attempt(() => JSON.parse(localStorage.getItem(key)), null);
        return kept && typeof kept.value === "string" ? [{ row, field, ...kept }] : [];
      }), []);
    },
  };
}

export function forgetOldDrafts() {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PREFIX) && Date.now() - (JSON.parse(localStorage.getItem(key)).at || 0) > OLDEST) localStorage.removeItem(key);
    }
  } catch { /* what cannot be read is left alone */ }
}

// A form that was sent is saved when its answer was a redirect to a page of the portal without a notice of failure. What
// follows an error, a sign-in or a lost network does not come from the form by a redirect, and takes nothing as saved.
const SENT = "ita-sent";

export function markSent(row) {
  try { sessionStorage.setItem(SENT, JSON.stringify({ row, path: location.pathname })); } catch { /* then it is offered back */ }
}

export function takeSent() {
  try {
    const { row, path } = JSON.parse(sessionStorage.getItem(SENT)) || {};
    sessionStorage.removeItem(SENT);
    const redirected = performance.getEntriesByType("navigation")[0]?.redirectCount > 0;
    const from = document.referrer && new URL(document.referrer).pathname;
    return row && redirected && from === path && !document.querySelector("#messages .notice-error") ? row : "";
  } catch { return ""; }
}

export function timeOf(at) {
  return new Date(at).toLocaleString("th-TH", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
}
