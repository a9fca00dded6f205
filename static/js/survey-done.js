// This link has taken its answer. One that this phone still keeps for it was counted, only the reply was lost.
(() => {
  try {
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith("survei:"))) {
      if (JSON.parse(localStorage.getItem(key)).path === location.pathname) localStorage.removeItem(key);
    }
  } catch {
    // nothing can be kept here, so nothing was
  }
})();
