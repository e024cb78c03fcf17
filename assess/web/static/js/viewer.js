// Pages of a file: the arrow keys turn them, unless somebody is typing.
document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, select, textarea")) return;
  const way = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  const link = way && document.querySelector(`.viewer__turn a[rel=${way}]`);
  if (!link) return;
  event.preventDefault();
  link.click();
});
