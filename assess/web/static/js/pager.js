// Pages of a file beside its item: turned in place; without this there is the link to look at it page by page.
document.querySelectorAll("[data-pages]").forEach((box) => {
  const picture = box.querySelector("img");
  const buttons = [...box.querySelectorAll("[data-turn]")];
  let at = Number(box.dataset.at);
  let last = Infinity;
  const settle = () => {
    buttons.forEach((button) => (button.disabled = button.dataset.turn === "1" ? at >= last : at <= 1));
  };
  // The next page is asked for first and shown when it has come: past the end there is none.
  const turn = async (step) => {
    const answer = await fetch(`${box.dataset.pages}${at + step}`).catch(() => null);
    if (answer && answer.ok) {
      at += step;
      picture.src = `${box.dataset.pages}${at}`;
      picture.alt = box.dataset.alt.replace("#", at);
    } else if (answer && answer.status === 404 && step > 0) {
      last = at;
    }
    settle();
  };
  buttons.forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => turn(Number(button.dataset.turn)));
  });
  settle();
});
