/**
 * The formats of `lineament dataset import`: what each is given, which options it knows, and what reads it. A new one is an
 * importer in `dataset/import/formats/` and an entry here.
 */
import type { Work } from '../../core/work.js';
import { importCoco } from '../../dataset/import/coco/coco-wholebody.js';
import { importHalpe } from '../../dataset/import/coco/halpe.js';
import { cocoDefaults } from '../../dataset/import/coco/import-coco-faces.js';
import { importMmpose } from '../../dataset/import/coco/mmpose.js';
import { aflw2000Defaults, importAflw2000 } from '../../dataset/import/formats/aflw2000.js';
import { importCofw } from '../../dataset/import/formats/cofw.js';
import { importCofw68 } from '../../dataset/import/formats/cofw68.js';
import { dlibDefaults, importDlib } from '../../dataset/import/formats/dlib-xml.js';
import {
  faceSyntheticsDefaults,
  importFaceSynthetics,
} from '../../dataset/import/formats/face-synthetics.js';
import { importJsonl, jsonlDefaults } from '../../dataset/import/formats/jsonl.js';
import { importLjson, ljsonDefaults } from '../../dataset/import/formats/ljson.js';
import { importMenpo, menpoDefaults } from '../../dataset/import/formats/pts/menpo.js';
import { importMerlRav } from '../../dataset/import/formats/pts/merl-rav.js';
import { importPts, ptsDefaults } from '../../dataset/import/formats/pts/pts.js';
import { importThreeHundredVw } from '../../dataset/import/formats/pts/three-hundred-vw.js';
import { importThreeHundredW } from '../../dataset/import/formats/pts/three-hundred-w.js';
import { importSynthesis, synthesisDefaults } from '../../dataset/import/formats/synthesis-info.js';
import {
  importThreeHundredWLp,
  threeHundredWLpDefaults,
} from '../../dataset/import/formats/three-hundred-w-lp.js';
import { unlabelledDefaults } from '../../dataset/import/formats/unlabelled.js';
import { importWebDataset } from '../../dataset/import/formats/webdataset.js';
import { importWflw, wflwDefaults } from '../../dataset/import/formats/wflw.js';
import type { ImportResult } from '../../dataset/import/import-dataset.js';
import { annotationsDefaults, importAnnotations } from '../../studio/import-annotations.js';
import { importWithFinder } from './import-with-finder.js';

export interface ImportFlags {
  out: string;
  landmarks?: string;
  split?: string;
  splits?: string;
  images?: string;
  detector?: string;
  annotator?: string;
  json?: true;
}

export interface ImportFormat {
  name: string;
  source: string;
  description: string;
  example: string;
  /**
   * The default of --landmarks, `labels` where they name their set, `count` where their number tells; left out where the
   * format has one set only.
   */
  landmarks?: string;
  /** What --landmarks says, where it is not any set. */
  sets?: string;
  /** The default of --split; left out where the source tells. */
  split?: string;
  /** Whether --splits may name a file of splits. */
  splits?: true;
  /** Whether --detector names what finds the faces. */
  detector?: true;
  /** Whether --annotator may name whose labels are taken. */
  annotator?: true;
  /** What --images says, where the pictures may lie elsewhere. */
  images?: string;
  read: (source: string, flags: Omit<ImportFlags, 'json'>, work: Work) => Promise<ImportResult>;
}

export const importFormats: readonly ImportFormat[] = [
  {
    name: 'jsonl',
    source: '<file>',
    description:
      'a JSON-lines file: id, image, points (null where one is missing), and perhaps visibility, bbox, split, direct_points, weak_points',
    example: 'lineament dataset import jsonl faces/labelled.jsonl --out data/photographs',
    ...jsonlDefaults,
    splits: true,
    images: 'folder of the pictures (that of the file by default)',
    read: (file, flags, work) => importJsonl({ file, ...flags }, work),
  },
  {
    name: 'pts',
    source: '<folder>',
    description: 'a folder of images with .pts files beside them',
    example: 'lineament dataset import pts 300W/helen/testset --out data/helen-test --split test',
    ...ptsDefaults,
    read: (folder, flags, work) => importPts({ folder, ...flags }, work),
  },
  {
    name: '300w',
    source: '<folder>',
    description: 'all of 300-W with its official splits, and what of it is missing',
    example: 'lineament dataset import 300w 300W --out data/300w',
    read: (folder, flags, work) => importThreeHundredW({ folder, ...flags }, work),
  },
  {
    name: '300vw',
    source: '<folder>',
    description: '300-VW: clips with annot/ and their extracted frames, with the published splits',
    example: 'lineament dataset import 300vw 300VW_Dataset --out data/300vw',
    read: (folder, flags, work) => importThreeHundredVw({ folder, ...flags }, work),
  },
  {
    name: '300w-lp',
    source: '<folder>',
    description: '300W-LP: 68 points of the contour and of a fitted head, pose in the attributes',
    example: 'lineament dataset import 300w-lp 300W_LP --out data/300w-lp',
    ...threeHundredWLpDefaults,
    read: (folder, flags, work) => importThreeHundredWLp({ folder, ...flags }, work),
  },
  {
    name: 'wflw',
    source: '<folder>',
    description: 'WFLW: 98 points with attributes, or those of them that stand for ibug68',
    example: 'lineament dataset import wflw WFLW --out data/wflw --landmarks ibug68',
    ...wflwDefaults,
    sets: 'how the labels are stored: wflw98 or ibug68',
    read: (folder, flags, work) => importWflw({ folder, ...flags }, work),
  },
  {
    name: 'cofw',
    source: '<file>',
    description: 'a MAT-file of COFW, saved as version 7: 29 points and what hides them',
    example: 'lineament dataset import cofw COFW_test_color-v7.mat --out data/cofw-test',
    read: (file, flags, work) => importCofw({ file, ...flags }, work),
  },
  {
    name: 'cofw68',
    source: '<folder>',
    description: 'COFW-68: the test faces of COFW with 68 points and what hides them',
    example: 'lineament dataset import cofw68 COFW68_Data --images COFW_test_color-v7.mat --out data/cofw68',
    images: 'MAT-file with the test pictures of COFW (COFW_test….mat in the folder by default)',
    read: (folder, flags, work) => importCofw68({ folder, ...flags }, work),
  },
  {
    name: 'aflw2000',
    source: '<folder>',
    description: 'AFLW2000-3D: 68 points of a fitted head, pose in the attributes',
    example: 'lineament dataset import aflw2000 AFLW2000 --out data/aflw2000',
    ...aflw2000Defaults,
    read: (folder, flags, work) => importAflw2000({ folder, ...flags }, work),
  },
  {
    name: 'menpo',
    source: '<folder>',
    description: 'Menpo 2D: 68 points, and profiles of 39 as far as they are among the 68',
    example: 'lineament dataset import menpo menpo/train --out data/menpo --split train',
    ...menpoDefaults,
    read: (folder, flags, work) => importMenpo({ folder, ...flags }, work),
  },
  {
    name: 'ljson',
    source: '<folder>',
    description: 'a folder of images with .ljson files of Menpo and landmarker.io beside them',
    example: 'lineament dataset import ljson annotated --out data/annotated',
    ...ljsonDefaults,
    read: (folder, flags, work) => importLjson({ folder, ...flags }, work),
  },
  {
    name: 'merl-rav',
    source: '<folder>',
    description: 'MERL-RAV beside the pictures of AFLW: 68 points and what hides them',
    example: 'lineament dataset import merl-rav merl_rav_organized --out data/merl-rav',
    read: (folder, flags, work) => importMerlRav({ folder, ...flags }, work),
  },
  {
    name: 'dlib',
    source: '<file>',
    description: 'an XML file of dlib and imglab',
    example: 'lineament dataset import dlib labels_ibug_300W_test.xml --out data/dlib-test',
    ...dlibDefaults,
    images: 'folder of the pictures (that of the file by default)',
    read: (file, flags, work) => importDlib({ file, ...flags }, work),
  },
  {
    name: 'coco-wholebody',
    source: '<file>',
    description: 'the faces of an annotation file of COCO-WholeBody',
    example:
      'lineament dataset import coco-wholebody coco_wholebody_val_v1.0.json --images val2017 --out data/coco',
    ...cocoDefaults,
    images: 'folder of the pictures (images beside the file by default)',
    read: (file, flags, work) => importCoco({ file, ...flags }, work),
  },
  {
    name: 'halpe',
    source: '<file>',
    description: 'the faces of an annotation file of Halpe Full-Body, 68 of its 136 points',
    example: 'lineament dataset import halpe halpe_val_v1.json --images val2017 --out data/halpe',
    ...cocoDefaults,
    images: 'folder of the pictures (images beside the file by default)',
    read: (file, flags, work) => importHalpe({ file, ...flags }, work),
  },
  {
    name: 'mmpose',
    source: '<file>',
    description: 'a face annotation file of mmpose: 300-W, 300-VW, WFLW, COFW, LaPa',
    example:
      'lineament dataset import mmpose face_landmarks_300w_valid.json --images 300w/images --out data/300w-valid',
    ...cocoDefaults,
    landmarks: 'count',
    images: 'folder of the pictures (images beside the file by default)',
    read: (file, flags, work) => importMmpose({ file, ...flags }, work),
  },
  {
    name: 'facesynthetics',
    source: '<folder>',
    description: 'a folder of Microsoft FaceSynthetics: 68 points and the pupils, without its segmentation',
    example: 'lineament dataset import facesynthetics dataset_1000 --out data/facesynthetics',
    ...faceSyntheticsDefaults,
    read: (folder, flags, work) => importFaceSynthetics({ folder, ...flags }, work),
  },
  {
    name: 'synthesis',
    source: '<folder>',
    description: 'a folder of info.json files of Synthesis AI, without their layers',
    example: 'lineament dataset import synthesis human-api/job-1 --out data/synthesis',
    ...synthesisDefaults,
    read: (folder, flags, work) => importSynthesis({ folder, ...flags }, work),
  },
  {
    name: 'unlabelled',
    source: '<list>',
    description: 'pictures without labels, a folder or a JSON-lines file: the face finder gives the boxes',
    example: 'lineament dataset import unlabelled faces/unlabelled.jsonl --out data/unlabelled',
    ...unlabelledDefaults,
    splits: true,
    detector: true,
    images: 'folder of the pictures that a list names (that of the list by default)',
    read: importWithFinder,
  },
  {
    name: 'annotations',
    source: '<folder>',
    description: 'what was annotated with `lineament annotate`: the faces that are done',
    example: 'lineament dataset import annotations photos-annotations --out data/mine',
    ...annotationsDefaults,
    annotator: true,
    read: (folder, flags, work) => importAnnotations({ folder, ...flags }, work),
  },
  {
    name: 'webdataset',
    source: '<folder>',
    description: 'WebDataset shards that dataset export wrote, layers and all',
    example: 'lineament dataset import webdataset shards --out data/faces',
    landmarks: 'labels',
    read: (source, flags, work) => importWebDataset({ source, ...flags }, work),
  },
];
