// The ways by which files and texts come into a field: chosen, pasted, dropped.

/**
 * @param {HTMLElement} root what takes drops
 * @param {{input: HTMLTextAreaElement, choose: HTMLElement, chooser: HTMLInputElement}} parts the field, the button that
 *   opens the chooser, and the chooser, a file input
 * @param {{files: (files: File[]) => void, text: () => void}} take `text` is called once the browser has put the text
 *   into the field
 */
export function intake(root, { input, choose, chooser }, take) {
  choose.addEventListener("click", () => chooser.click());
  chooser.addEventListener("change", () => {
    take.files([...chooser.files]);
    chooser.value = "";
  });

  input.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length && !event.clipboardData.getData("text/plain")) {
      event.preventDefault();
      take.files(files);
    } else {
      setTimeout(take.text);
    }
  });

  root.addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) {
      event.preventDefault();
      event.stopPropagation(); // one field may lie in the result of another
      root.classList.add("checker-dragover");
    }
  });
  for (const event of ["dragleave", "drop"]) root.addEventListener(event, () => root.classList.remove("checker-dragover"));
  root.addEventListener("drop", (event) => {
    const { dataTransfer } = event;
    event.stopPropagation();
    if (dataTransfer?.files.length) {
      event.preventDefault();
      take.files([...dataTransfer.files]);
    } else if (event.target === input) {
      setTimeout(take.text);
    }
  });
}
