// The ways by which files and texts come into a checker: chosen, pasted, dropped.

/**
 * @param {HTMLElement} root the element that directive.py wrote
 * @param {HTMLTextAreaElement} input its field
 * @param {{files: (files: File[]) => void, text: () => void}} take `text` is called once the browser has put the text
 *   into the field
 */
export function intake(root, input, take) {
  const chooser = root.querySelector("[data-checker-chooser]");
  root.querySelector("[data-checker-choose]").addEventListener("click", () => chooser.click());
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
      root.classList.add("checker-dragover");
    }
  });
  for (const event of ["dragleave", "drop"]) root.addEventListener(event, () => root.classList.remove("checker-dragover"));
  root.addEventListener("drop", (event) => {
    const { dataTransfer } = event;
    if (dataTransfer?.files.length) {
      event.preventDefault();
      take.files([...dataTransfer.files]);
    } else if (event.target === input) {
      setTimeout(take.text);
    }
  });
}
