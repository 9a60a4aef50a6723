// The search of the page of all operations. Everything else works without it.
(() => {
    const operations = Array.from(document.querySelectorAll("article.operation"));
    if (operations.length === 0) return;
    const input = document.createElement("input");
    input.id = "operation-search";
    input.type = "search";
    input.placeholder = "Search: words of names, paths, descriptions, names in the documents";
    input.setAttribute("aria-label", "Search the operations");
    const count = document.createElement("p");
    count.setAttribute("role", "status");
    document.querySelector("main h2").before(input, count);
    const show = () => {
        const words = input.value.toLowerCase().split(/\s+/).filter((word) => word);
        let found = 0;
        for (const operation of operations) {
            const text = operation.dataset.words;
            const fits = words.every((word) => text.includes(word));
            operation.hidden = !fits;
            found += fits ? 1 : 0;
        }
        count.textContent = `${found} of ${operations.length} operations`;
    };
    input.addEventListener("input", show);
    show();
})();
