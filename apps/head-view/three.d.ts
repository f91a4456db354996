/** What the view uses of three.js, which brings no types of its own. */
declare module 'three' {
  export class Matrix4 {
    set(...rows: number[]): this;
  }
  export class Object3D {
    applyMatrix4(matrix: Matrix4): this;
    readonly position: { set(x: number, y: number, z: number): void };
    add(...objects: Object3D[]): this;
  }
  export class Scene extends Object3D {}
  export class AmbientLight extends Object3D {
    constructor(colour: number, intensity: number);
  }
  export class DirectionalLight extends Object3D {
    constructor(colour: number, intensity: number);
  }
  export class PerspectiveCamera extends Object3D {
    constructor(degrees: number, aspect: number, near: number, far: number);
  }
  export class WebGLRenderer {
    readonly domElement: HTMLCanvasElement;
    constructor(options: { antialias: boolean; alpha: boolean });
    setPixelRatio(ratio: number): void;
    setSize(width: number, height: number): void;
    render(scene: Scene, camera: PerspectiveCamera): void;
  }
}

declare module 'three/examples/jsm/controls/OrbitControls.js' {
  import type { PerspectiveCamera } from 'three';
  export class OrbitControls {
    readonly target: { set(x: number, y: number, z: number): void };
    constructor(camera: PerspectiveCamera, element: HTMLElement);
    addEventListener(name: 'change', listener: () => void): void;
    update(): void;
  }
}

declare module 'three/examples/jsm/loaders/GLTFLoader.js' {
  import type { Object3D } from 'three';
  export class GLTFLoader {
    parseAsync(file: ArrayBufferLike, path: string): Promise<{ scene: Object3D }>;
  }
}
