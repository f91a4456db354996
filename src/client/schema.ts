/** Made from the server's OpenAPI document by scripts/client-types.ts: change the routes, then run it. */
export interface paths {
    "/v1/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your token, its quotas, the limits of this server, the secret of your webhooks */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the account */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Account"];
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your orders, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description the id of the last order of the page before */
                    before?: string;
                    /** @description 1 to 100, 20 by default */
                    limit?: string;
                    state?: "queued" | "running" | "paused" | "finishing" | "done" | "failed" | "cancelled";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description a page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            next: string | null;
                            orders: components["schemas"]["OrderBrief"][];
                        };
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Order faces: our settings, or a job file of the Human API */
        post: {
            parameters: {
                query?: {
                    /** @description with commas between */
                    deliver?: string;
                    head?: string;
                    landmarks?: string;
                    /** @description with commas between */
                    layers?: string;
                    seed?: string;
                    size?: string;
                    title?: string;
                    webhook?: string;
                    /** @description order what is left without refused fields */
                    "without-refused"?: string;
                };
                header?: {
                    /** @description the same key and body again answer with the same order */
                    "idempotency-key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["OrderRequest"] | components["schemas"]["HumanApiJob"];
                };
            };
            responses: {
                /** @description ordered before, with the same key */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Order"];
                    };
                };
                /** @description ordered */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Order"];
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An order: its state, progress, rate and time left, and how to get the same bits again */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the order */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Order"];
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Remove an order and everything that was made for it; one that runs is cancelled */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description removed */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel: nothing more is made */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the order */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Order"];
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Progress as server-sent events, each the whole state, to the end of the order */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description events */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": string;
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets/{id}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What can be downloaded, with sizes and SHA-256 */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description files and deliveries */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Files"];
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Ask for a further delivery of an order that is done */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        delivery: "dataset" | "300w" | "coco-wholebody" | "facesynthetics" | "synthesis" | "webdataset";
                    };
                };
            };
            responses: {
                /** @description it is there */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Files"];
                    };
                };
                /** @description it is being made */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Files"];
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets/{id}/files/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A file; ranges and If-Range continue an interrupted download */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description all of it */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/octet-stream": string;
                    };
                };
                /** @description a range */
                206: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description you have it */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description no such range */
                416: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pause: what is made stays, shards at work are finished */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the order */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Order"];
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go on with a paused or failed order */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the order */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Order"];
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets/{id}/samples": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Samples that are made, by number; those still to come are left out */
        get: {
            parameters: {
                query?: {
                    /** @description number of the first, 0 by default */
                    from?: string;
                    /** @description numbers to look at, 1 to 100, 20 by default */
                    limit?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description a page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            next: number | null;
                            samples: components["schemas"]["Sample"][];
                            total: number;
                        };
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets/{id}/samples/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All labels of a sample */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    number: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the labels */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SampleLabels"];
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets/{id}/samples/{number}/image": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The picture of a sample */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    number: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description JPEG */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/jpeg": string;
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets/{id}/samples/{number}/layers/{layer}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A label layer of a sample */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    layer: "segmentation" | "depth" | "normals" | "albedo" | "alpha";
                    number: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description PNG */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/png": string;
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Four of the faces, the exact count, estimates of bytes and minutes; nothing is ordered */
        post: {
            parameters: {
                query?: {
                    /** @description with commas between */
                    deliver?: string;
                    head?: string;
                    landmarks?: string;
                    /** @description with commas between */
                    layers?: string;
                    seed?: string;
                    size?: string;
                    title?: string;
                    webhook?: string;
                    /** @description order what is left without refused fields */
                    "without-refused"?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["OrderRequest"] | components["schemas"]["HumanApiJob"];
                };
            };
            responses: {
                /** @description what the order would be */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Preview"];
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/describe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pose, gaze, eyes, expression and shape of the faces in photographs, as `lineament describe --json` prints them */
        post: {
            parameters: {
                query?: {
                    focal?: string;
                    mirror?: string;
                    model?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            /** @description one picture as it is, or up to 16 as multipart/form-data; 32 MiB together, 50 megapixels each */
            requestBody: {
                content: {
                    "image/*": string;
                    "multipart/form-data": {
                        picture: string[];
                    };
                };
            };
            responses: {
                /** @description faces */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Descriptions"];
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/detect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The landmarks of the faces in photographs, as `lineament detect --json` prints them */
        post: {
            parameters: {
                query?: {
                    anyRoll?: string;
                    convention?: string;
                    landmarks?: string;
                    looks?: string;
                    mirror?: string;
                    model?: string;
                    mostFaces?: string;
                    threshold?: string;
                    whole?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            /** @description one picture as it is, or up to 16 as multipart/form-data; 32 MiB together, 50 megapixels each */
            requestBody: {
                content: {
                    "image/*": string;
                    "multipart/form-data": {
                        picture: string[];
                    };
                };
            };
            responses: {
                /** @description faces, picture by picture */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Detections"];
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your runs, newest first */
        get: {
            parameters: {
                query?: {
                    before?: string;
                    limit?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description a page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            next: string | null;
                            runs: components["schemas"]["Run"][];
                        };
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Evaluate a model, train a recipe, or run a study, on datasets of this server */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["EvaluateRequest"] | components["schemas"]["TrainRequest"] | components["schemas"]["StudyRequest"];
                };
            };
            responses: {
                /** @description the run */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Run"];
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A run: state, progress, and once it is done its figures and files */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the run */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Run"];
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Remove a run that is at its end, with its files */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description removed */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop it in good order; a training keeps its checkpoint */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the run */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Run"];
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Log lines, metrics and states as server-sent events, from the first to the end; Last-Event-ID goes on */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description events */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": string;
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/files/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A file that a run made; ranges as for orders */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description all of it */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/octet-stream": string;
                    };
                };
                /** @description a range */
                206: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go on with a failed or cancelled run */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the run */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Run"];
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your uploads, newest first; at most 20 */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description uploads */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            uploads: components["schemas"]["Upload"][];
                        };
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** A new, empty upload: then PUT its pictures and labelled.jsonl, and name it upload:ID in a run */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @default ibug68
                         * @enum {string}
                         */
                        landmarks?: "ibug68" | "dense243" | "dense460" | "dense490" | "dense1001" | "wflw98" | "cofw29";
                        /** @default  */
                        title?: string;
                    };
                };
            };
            responses: {
                /** @description the upload */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Upload"];
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/uploads/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How much of it is here */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the upload */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Upload"];
                    };
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Remove an upload and the dataset that was made of it */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description removed */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/uploads/{id}/files/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** A picture, or labelled.jsonl: at most 32 MiB */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    name: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/octet-stream": string;
                };
            };
            responses: {
                /** @description it is here */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description refused */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Account: {
            limits: {
                [key: string]: number;
            };
            quotas: {
                [key: string]: number;
            } | null;
            token: {
                created: string;
                id: string;
                name: string;
            } | null;
            /** @description of Standard Webhooks: checks what this server sends you */
            webhookSecret: string;
        };
        Descriptions: {
            /** @description pictures without a face */
            empty: string[];
            faces: {
                box: components["schemas"]["FaceBox"];
                /** @description pose, gaze, eyes, expression, reconstruction: docs/describing.md */
                described: {
                    [key: string]: unknown;
                };
                /** @description from 1 in each picture, from left to right */
                face: number;
                file: string;
                /** @description how probable it is that this is no face */
                wrong?: number;
            }[];
            failed: {
                id: string;
                reason: string;
            }[];
            /** @description what the points of this model do not tell */
            missing: string[];
        };
        Detections: {
            failures: {
                image: string;
                reason: string;
            }[];
            images: {
                faces: {
                    box: components["schemas"]["FaceBox"];
                    picture: {
                        /** @description pixels, where a JPEG states it */
                        focal?: number;
                        height: number;
                        width: number;
                    };
                    /** @description pixels */
                    points: [
                        number,
                        number
                    ][];
                    /** @description how sure the finder is, 0 to 1 */
                    score?: number;
                    /** @description standard deviations, pixels */
                    uncertainty: number[];
                    usedWholeImage: boolean;
                    /** @description shares of visibilityKinds, for each point */
                    visibility?: number[][];
                    /** @description how probable it is that this is no face */
                    wrong?: number;
                }[];
                image: string;
            }[];
            landmarks: {
                convention: string;
                names: string[];
                set: string;
            };
            licence: string;
            unit: string;
            visibilityKinds?: string[];
        };
        EvaluateRequest: {
            data: string;
            /** @default false */
            find?: boolean;
            /** @enum {string} */
            kind: "evaluate";
            model: string;
            settings: {
                /** @default {} */
                boxes?: {
                    /** @default 1 */
                    enlargement?: number;
                    /** @default 0 */
                    jitter?: number;
                };
                /** @enum {string} */
                normaliser: "outer-eye-corners" | "pupils" | "true-pupils" | "box" | "diagonal";
                /**
                 * @default all
                 * @enum {string}
                 */
                points?: "all" | "direct" | "derived" | "weak" | "visible" | "hidden";
                /** @default null */
                split?: string | null;
                /** @default 8 */
                threshold?: number;
            };
            /** @default  */
            title?: string;
        };
        FaceBox: {
            height: number;
            /** @description degrees, clockwise */
            roll?: number;
            width: number;
            x: number;
            y: number;
        };
        Files: {
            deliveries: {
                /** @enum {string} */
                delivery: "dataset" | "300w" | "coco-wholebody" | "facesynthetics" | "synthesis" | "webdataset";
                /** @description samples that the format cannot hold */
                failures: number;
                reason: string | null;
                /** @enum {string} */
                state: "ready" | "making" | "failed";
            }[];
            files: {
                bytes: number;
                /** @enum {string} */
                delivery: "dataset" | "300w" | "coco-wholebody" | "facesynthetics" | "synthesis" | "webdataset";
                link: string;
                name: string;
                sha256: string;
            }[];
        };
        /** @description a job file of the Human API, as it is */
        HumanApiJob: {
            humans: {
                [key: string]: unknown;
            }[];
        };
        Order: {
            /** Format: date-time */
            created: string;
            deliver: ("dataset" | "300w" | "coco-wholebody" | "facesynthetics" | "synthesis" | "webdataset")[];
            hash: string;
            id: string;
            links: {
                [key: string]: string;
            };
            progress: components["schemas"]["Progress"];
            /** @description why it failed */
            reason: string | null;
            reproduction: components["schemas"]["Reproduction"];
            samples: number;
            /** Format: date-time */
            since: string;
            /** @enum {string} */
            state: "queued" | "running" | "paused" | "finishing" | "done" | "failed" | "cancelled";
            title: string;
            translation: components["schemas"]["Translation"] | null;
            webhook: string | null;
            /** @description seconds at work until `since` */
            worked: number;
        };
        OrderBrief: {
            /** Format: date-time */
            created: string;
            hash: string;
            id: string;
            progress: components["schemas"]["Progress"];
            /** @description why it failed */
            reason: string | null;
            samples: number;
            /** Format: date-time */
            since: string;
            /** @enum {string} */
            state: "queued" | "running" | "paused" | "finishing" | "done" | "failed" | "cancelled";
            title: string;
        };
        OrderRequest: {
            /** @default null */
            challenging?: number | null;
            count: number;
            /** @default [] */
            deliver?: ("dataset" | "300w" | "coco-wholebody" | "facesynthetics" | "synthesis" | "webdataset")[];
            /**
             * @default training
             * @enum {string}
             */
            domain?: "training" | "camera";
            /** @default 0 */
            drowsy?: number;
            /** @default 0 */
            events?: number;
            /**
             * @default in-the-wild
             * @enum {string}
             */
            expressions?: "in-the-wild" | "library" | "open-mouths";
            /** @default 1 */
            frames?: number;
            /**
             * @default cage
             * @enum {string}
             */
            head?: "cage" | "ict-facekit";
            /**
             * @default ibug68
             * @enum {string}
             */
            landmarks?: "ibug68" | "dense243" | "dense460" | "dense490" | "dense1001" | "wflw98" | "cofw29";
            /** @default [] */
            layers?: ("segmentation" | "depth" | "normals" | "albedo" | "alpha")[];
            /**
             * @default null
             * @enum {string|null}
             */
            light?: "studio" | "overcast" | "shade" | "sun" | "room" | "window" | "side" | "stage" | "flash" | "dusk" | "backlight" | "dim" | "screen" | "cabin" | "infrared" | null;
            /**
             * @default in-the-wild
             * @enum {string}
             */
            pose?: "frontal" | "in-the-wild" | "in-cabin" | "profile" | "away";
            /** @default 25 */
            rate?: number;
            /** @default 2 */
            samples?: 1 | 2;
            /** @default 1 */
            seed?: number;
            /** @default 256 */
            size?: number;
            /** @default null */
            specification?: {
                groups: {
                    beard: {
                        density: number[] | {
                            max: number;
                            min: number;
                        };
                        length: number[] | {
                            max: number;
                            min: number;
                        };
                        likeHair: boolean;
                        looks: {
                            /** @enum {string} */
                            for: "feminine" | "masculine";
                            name: string;
                            value: {
                                [key: string]: unknown;
                            };
                        }[];
                        percent: number;
                        tints: {
                            /** @enum {string} */
                            for: "feminine" | "masculine";
                            name: string;
                            value: {
                                colour: [
                                    number,
                                    number,
                                    number
                                ];
                                white: number;
                                whiteTemples: number;
                            };
                        }[];
                    }[];
                    brows: {
                        density: number[] | {
                            max: number;
                            min: number;
                        };
                        length: number[] | {
                            max: number;
                            min: number;
                        };
                        likeHair: boolean;
                        looks: {
                            /** @enum {string} */
                            for: "feminine" | "masculine";
                            name: string;
                            value: {
                                [key: string]: unknown;
                            };
                        }[];
                        percent: number;
                        tints: {
                            /** @enum {string} */
                            for: "feminine" | "masculine";
                            name: string;
                            value: {
                                colour: [
                                    number,
                                    number,
                                    number
                                ];
                                white: number;
                                whiteTemples: number;
                            };
                        }[];
                    }[];
                    clothing: {
                        looks: {
                            /** @enum {string} */
                            for: "feminine" | "masculine";
                            name: string;
                            value: {
                                [key: string]: unknown;
                            };
                        }[];
                        percent: number;
                    }[];
                    expression: {
                        intensity: number[] | {
                            max: number;
                            min: number;
                        };
                        looks: {
                            /** @enum {string} */
                            for: "feminine" | "masculine";
                            name: string;
                            value: {
                                actions: {
                                    [key: string]: number;
                                };
                                /** @enum {string} */
                                name: "neutral" | "smile" | "polite smile" | "broad smile" | "open smile" | "laugh" | "smirk" | "surprise" | "happy surprise" | "fear" | "worry" | "sadness" | "crying" | "anger" | "rage" | "shout" | "pain" | "disgust" | "contempt" | "awe" | "frown" | "concentration" | "raised brows" | "pout" | "kiss" | "whistle" | "doubt" | "squint" | "yawn" | "drowsiness" | "pressed lips" | "tucked lips" | "bitten lip" | "puffed cheeks" | "grimace" | "jaw to one side" | "tongue out" | "tongue out, eyes squeezed" | "licking the upper lip" | "speaking" | "mixed";
                            };
                        }[];
                        percent: number;
                    }[];
                    eyes: {
                        looks: {
                            /** @enum {string} */
                            for: "feminine" | "masculine";
                            name: string;
                            value: {
                                [key: string]: unknown;
                            };
                        }[];
                        percent: number;
                        pupil: number[] | {
                            max: number;
                            min: number;
                        };
                        redness: number[] | {
                            max: number;
                            min: number;
                        };
                    }[];
                    gaze: {
                        percent: number;
                        pitch: number[] | {
                            max: number;
                            min: number;
                        };
                        yaw: number[] | {
                            max: number;
                            min: number;
                        };
                    }[];
                    glasses: {
                        clear: number[] | {
                            max: number;
                            min: number;
                        };
                        looks: {
                            /** @enum {string} */
                            for: "feminine" | "masculine";
                            name: string;
                            value: {
                                [key: string]: unknown;
                            } | null;
                        }[];
                        metal: number[] | {
                            max: number;
                            min: number;
                        };
                        percent: number;
                        tints: {
                            /** @enum {string} */
                            for: "feminine" | "masculine";
                            name: string;
                            value: [
                                number,
                                number,
                                number
                            ];
                        }[];
                    }[];
                    hair: {
                        density: number[] | {
                            max: number;
                            min: number;
                        };
                        length: number[] | {
                            max: number;
                            min: number;
                        };
                        likeHair: boolean;
                        looks: {
                            /** @enum {string} */
                            for: "feminine" | "masculine";
                            name: string;
                            value: {
                                [key: string]: unknown;
                            };
                        }[];
                        percent: number;
                        tints: {
                            /** @enum {string} */
                            for: "feminine" | "masculine";
                            name: string;
                            value: {
                                colour: [
                                    number,
                                    number,
                                    number
                                ];
                                white: number;
                                whiteTemples: number;
                            };
                        }[];
                    }[];
                    headwear: {
                        looks: {
                            /** @enum {string} */
                            for: "feminine" | "masculine";
                            name: string;
                            value: {
                                [key: string]: unknown;
                            } | null;
                        }[];
                        percent: number;
                    }[];
                    light: {
                        /** @enum {string} */
                        behind: "plain" | "gradient" | "bokeh" | "room" | "interior" | "foliage" | "clouds" | "stripes" | "texture" | "fractal" | "shapes" | "street" | "cabin";
                        looks: {
                            /** @enum {string} */
                            for: "feminine" | "masculine";
                            name: string;
                            value: {
                                /** @enum {string} */
                                background: "plain" | "gradient" | "bokeh" | "room" | "interior" | "foliage" | "clouds" | "stripes" | "texture" | "fractal" | "shapes" | "street" | "cabin";
                                /** @enum {string} */
                                kind: "studio" | "overcast" | "shade" | "sun" | "room" | "window" | "side" | "stage" | "flash" | "dusk" | "backlight" | "dim" | "screen" | "cabin" | "infrared";
                            };
                        }[];
                        percent: number;
                        strength: number[] | {
                            max: number;
                            min: number;
                        };
                        turn: number[] | {
                            max: number;
                            min: number;
                        };
                    }[];
                    mask: {
                        looks: {
                            /** @enum {string} */
                            for: "feminine" | "masculine";
                            name: string;
                            value: {
                                [key: string]: unknown;
                            } | null;
                        }[];
                        percent: number;
                        slip: number[] | {
                            max: number;
                            min: number;
                        };
                    }[];
                    persons: number[];
                    renders: number;
                    rigs: {
                        at: {
                            pitch: number[] | {
                                max: number;
                                min: number;
                            };
                            roll: number[] | {
                                max: number;
                                min: number;
                            };
                            x: number[] | {
                                max: number;
                                min: number;
                            };
                            y: number[] | {
                                max: number;
                                min: number;
                            };
                            yaw: number[] | {
                                max: number;
                                min: number;
                            };
                            z: number[] | {
                                max: number;
                                min: number;
                            };
                        };
                        cameras: {
                            at: {
                                pitch: number[] | {
                                    max: number;
                                    min: number;
                                };
                                roll: number[] | {
                                    max: number;
                                    min: number;
                                };
                                x: number[] | {
                                    max: number;
                                    min: number;
                                };
                                y: number[] | {
                                    max: number;
                                    min: number;
                                };
                                yaw: number[] | {
                                    max: number;
                                    min: number;
                                };
                                z: number[] | {
                                    max: number;
                                    min: number;
                                };
                            };
                            focal: number[] | {
                                max: number;
                                min: number;
                            };
                            name: string;
                            sensor: number[] | {
                                max: number;
                                min: number;
                            };
                            shiftX: number[] | {
                                max: number;
                                min: number;
                            };
                            shiftY: number[] | {
                                max: number;
                                min: number;
                            };
                            /** @enum {string} */
                            spectrum: "visible" | "near-infrared";
                        }[];
                        lamps: {
                            at: {
                                pitch: number[] | {
                                    max: number;
                                    min: number;
                                };
                                roll: number[] | {
                                    max: number;
                                    min: number;
                                };
                                x: number[] | {
                                    max: number;
                                    min: number;
                                };
                                y: number[] | {
                                    max: number;
                                    min: number;
                                };
                                yaw: number[] | {
                                    max: number;
                                    min: number;
                                };
                                z: number[] | {
                                    max: number;
                                    min: number;
                                };
                            };
                            blue: number[] | {
                                max: number;
                                min: number;
                            };
                            green: number[] | {
                                max: number;
                                min: number;
                            };
                            panel: boolean;
                            red: number[] | {
                                max: number;
                                min: number;
                            };
                            size: number[] | {
                                max: number;
                                min: number;
                            };
                            /** @enum {string} */
                            spectrum: "visible" | "near-infrared";
                            strength: number[] | {
                                max: number;
                                min: number;
                            };
                        }[];
                        /** @enum {string} */
                        mount: "orbit" | "tracking" | "dashboard" | "rearview-mirror" | "overhead-console" | "upper-console" | "lower-console";
                    }[];
                    stream: number;
                    turn: {
                        percent: number;
                        pitch: number[] | {
                            max: number;
                            min: number;
                        };
                        roll: number[] | {
                            max: number;
                            min: number;
                        };
                        yaw: number[] | {
                            max: number;
                            min: number;
                        };
                    }[];
                }[];
            } | null;
            /** @default 0.05 */
            test?: number;
            /** @default  */
            title?: string;
            /** @default 0.05 */
            validation?: number;
            /**
             * Format: uri
             * @default null
             */
            webhook?: string | null;
            /** @default [] */
            without?: ("identity" | "expression" | "skin" | "hair" | "occluders" | "light" | "camera" | "background" | "pose")[];
        };
        Preview: {
            /** @description estimate of what is stored */
            bytes: number;
            faces: {
                caption: string | null;
                height: number;
                id: string;
                /** @description data:image/jpeg;base64,… */
                image: string;
                points: [
                    number,
                    number
                ][];
                width: number;
            }[];
            hash: string;
            /** @description estimate, with all threads of this server */
            minutes: number;
            samples: number;
            shards: number;
            translation: components["schemas"]["Translation"] | null;
        };
        Problem: {
            /** @description the field, what stands there and what is allowed */
            detail: string;
            /** @description what helps */
            hint?: string;
            /** @description id of the request, as in the log */
            request: string;
            status: number;
            title: string;
            type: string;
        };
        Progress: {
            /** @description samples made */
            done: number;
            /** @description samples a second over the last minute */
            rate: number | null;
            secondsLeft: number | null;
            shards: number;
            shardsDone: number;
            total: number;
        };
        Reproduction: {
            /** @description SHA-256 of what decides the bits; the same on every server of this version */
            hash: string;
            parts: {
                /** @description the same without a server */
                command: string | null;
                name: string;
                /** @description POST these again, defaults included */
                settings: {
                    [key: string]: unknown;
                };
            }[];
            /** @description of Lineament: the same bits come from the same version */
            version: string;
        };
        Run: {
            /** Format: date-time */
            created: string;
            files: {
                bytes: number;
                link: string;
                name: string;
                sha256: string;
            }[];
            id: string;
            /** @enum {string} */
            kind: "evaluate" | "train" | "study";
            progress: {
                done: number;
                note: string;
                part: string;
                total: number;
            } | null;
            /** @description why it failed */
            reason: string | null;
            request: {
                [key: string]: unknown;
            };
            /** Format: date-time */
            since: string;
            /** @enum {string} */
            state: "queued" | "running" | "done" | "failed" | "cancelled";
            /** @description figures, once it is done */
            summary: {
                [key: string]: unknown;
            } | null;
            title: string;
        };
        Sample: {
            box: {
                height: number;
                width: number;
                x: number;
                y: number;
            };
            caption: string | null;
            height: number;
            id: string;
            layers: string[];
            links: {
                [key: string]: string;
            };
            number: number;
            part: string;
            split: string;
            width: number;
        };
        SampleLabels: {
            attributes: {
                [key: string]: unknown;
            };
            box: {
                height: number;
                width: number;
                x: number;
                y: number;
            };
            caption: string | null;
            height: number;
            id: string;
            landmarks: string;
            layers: string[];
            links: {
                [key: string]: string;
            };
            number: number;
            part: string;
            points: {
                [key: string]: [
                    number,
                    number
                ][];
            };
            pupils: number[] | null;
            split: string;
            visibility: number[] | null;
            width: number;
        };
        StudyRequest: {
            /** @enum {string} */
            kind: "study";
            /** @default null */
            real?: string | null;
            /** @enum {string} */
            recipe: "case-study" | "case-study-wild";
            /**
             * @default tiny
             * @enum {string}
             */
            scale?: "tiny" | "small" | "medium" | "full";
            /** @default  */
            title?: string;
        };
        TrainRequest: {
            /** @enum {string} */
            kind: "train";
            /** @default null */
            minutes?: number | null;
            recipe: {
                [key: string]: unknown;
            };
            /** @default  */
            title?: string;
        };
        /** @description what became of the fields of an order in the Human API's form */
        Translation: {
            honoured: number;
            mapped: {
                from?: unknown;
                path: string;
                reason: string;
                to: string;
            }[];
            refused: {
                hint: string;
                path: string;
                reason: string;
            }[];
        };
        Upload: {
            bytes: number;
            /** Format: date-time */
            created: string;
            files: number;
            id: string;
            landmarks: string;
            title: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
