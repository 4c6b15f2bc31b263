// Says at once, in a browser that cannot run the checkers, that it cannot, and what to do instead. The checkers' own
// scripts are modules, which such a browser does not read or stumbles over; this one is written for any browser.
(function () {
  "use strict";
  if (
    "noModule" in document.createElement("script") &&
    typeof Worker === "function" &&
    typeof WebAssembly === "object" &&
    typeof DecompressionStream === "function" &&
    typeof Array.prototype.toSorted === "function"
  ) {
    return;
  }
  var forms = document.querySelectorAll("[data-checker]");
  for (var index = 0; index < forms.length; index += 1) {
    var words = JSON.parse(forms[index].getAttribute("data-words"));
    var status = forms[index].querySelector("[data-checker-status]");
    status.textContent = words.unsupported.replace("{command}", words.command);
    forms[index].setAttribute("data-state", "failed");
  }
})();
