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

    // Each service: its heading with the number below it, and its operations.
    const services = [];
    for (const element of document.querySelectorAll("main h2, main h2 + p, article.operation")) {
        if (element.tagName === "H2") services.push({ head: [], operations: [] });
        const service = services[services.length - 1];
        (element.tagName === "ARTICLE" ? service.operations : service.head).push(element);
    }
    const show = () => {
        const words = input.value.toLowerCase().split(/\s+/).filter((word) => word);
        let found = 0;
        for (const service of services) {
            let here = 0;
            for (const operation of service.operations) {
                const text = operation.dataset.words;
                operation.hidden = !words.every((word) => text.includes(word));
                here += operation.hidden ? 0 : 1;
            }
            for (const element of service.head) element.hidden = here === 0;
            found += here;
        }
        count.textContent = `${found} of ${operations.length} operations`;
    };
    services[0].head[0].before(input, count);
    input.addEventListener("input", show);
    show();
})();
