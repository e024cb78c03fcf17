// A colour can be written or picked: each follows the other.
for (const pick of document.querySelectorAll("[data-colour-of]")) {
  const text = document.getElementById(pick.dataset.colourOf);
  pick.addEventListener("input", () => {
    text.value = pick.value;
  });
  text.addEventListener("input", () => {
    const written = text.value.trim().toLowerCase();
    if (/^#[0-9a-f]{6}$/.test(written)) pick.value = written;
  });
}
