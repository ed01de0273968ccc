//! Pictures as shops take them: three bytes a pixel and nothing see-through, no longer than twice their width, and the wide
//! picture that heads Play's page.

use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::Path;

use anyhow::{Context, Result, ensure};
use png::{BitDepth, ColorType, Decoder, Encoder, OutputInfo, Transformations};

/// Colours, three bytes a pixel.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Picture {
    pub(crate) width: usize,
    pub(crate) height: usize,
    rgb: Vec<u8>,
}

type Colour = [u8; 3];

/// Of Play's wide picture.
const FEATURE: (usize, usize) = (1024, 500);

/// A PNG's head and its bytes; palettes become colours.
pub(crate) fn decode(path: &Path) -> Result<(OutputInfo, Vec<u8>)> {
    let mut decoder = Decoder::new(BufReader::new(File::open(path)?));
    decoder.set_transformations(Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().with_context(|| format!("cannot read {}", path.display()))?;
    let mut bytes = vec![0; reader.output_buffer_size().context("the picture is too large")?];
    let info = reader.next_frame(&mut bytes).with_context(|| format!("cannot read {}", path.display()))?;
    bytes.truncate(info.buffer_size());
    Ok((info, bytes))
}

impl Picture {
    fn filled(width: usize, height: usize, colour: Colour) -> Self {
        Self { width, height, rgb: colour.repeat(width * height) }
    }

    /// Reads a PNG; what is see-through gets its colour on black.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let (info, bytes) = decode(path)?;
        let rgb = bytes.chunks(info.color_type.samples()).flat_map(colour).collect();
        Ok(Self { width: usize::try_from(info.width)?, height: usize::try_from(info.height)?, rgb })
    }

    pub(crate) fn write(&self, path: &Path) -> Result<()> {
        let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
        let size = (u32::try_from(self.width)?, u32::try_from(self.height)?);
        let mut encoder = Encoder::new(BufWriter::new(file), size.0, size.1);
        encoder.set_color(ColorType::Rgb);
        encoder.set_depth(BitDepth::Eight);
        encoder.set_compression(png::Compression::Balanced);
        encoder.write_header()?.write_image_data(&self.rgb)?;
        Ok(())
    }

    fn at(&self, x: usize, y: usize) -> Colour {
        let start = (y * self.width + x) * 3;
        self.rgb.get(start..start + 3).and_then(|bytes| bytes.try_into().ok()).unwrap_or_default()
    }

    fn set(&mut self, x: usize, y: usize, colour: Colour) {
        let start = (y * self.width + x) * 3;
        if let Some(place) = self.rgb.get_mut(start..start + 3) {
            place.copy_from_slice(&colour);
        }
    }

    /// At most twice as high as wide: each row goes on to both sides in the colour of its left edge.
    pub(crate) fn widened(&self) -> Self {
        let width = self.width.max(self.height.div_ceil(2)).next_multiple_of(2);
        let left = (width - self.width) / 2;
        let mut wide = Self::filled(width, self.height, [0; 3]);
        for y in 0..self.height {
            for x in 0..width {
                let inside = x.checked_sub(left).filter(|x| *x < self.width);
                wide.set(x, y, self.at(inside.unwrap_or(0), y));
            }
        }
        wide
    }
}

fn colour(pixel: &[u8]) -> Colour {
    match *pixel {
        [grey] | [grey, _] => [grey; 3],
        [red, green, blue] | [red, green, blue, _] => [red, green, blue],
        _ => [0; 3],
    }
}

/// The icon's white sign on its green, beside the upper part of a screen.
pub(crate) fn feature_graphic(icon: &Picture, screen: &Picture) -> Result<Picture> {
    ensure!(icon.width == 512 && icon.height == 512, "the icon is not 512 by 512");
    let (width, height) = FEATURE;
    let ground = icon.at(20, 256);
    let mut graphic = Picture::filled(width, height, ground);
    let right = width.checked_sub(screen.width + 60).context("the screen is wider than the picture")?;
    let (sign_left, sign_top) = (45, 50);
    for y in 0..400 {
        for x in 0..330 {
            // How white it is: the green of the icon is not even, that of the picture is.
            let white = icon.at(x + 91, y + 56)[0].saturating_sub(40);
            let share = u16::from(white.saturating_mul(2).max(white));
            let mix = |part: u8| {
                u8::try_from(u16::from(part) + (255 - u16::from(part)) * share.min(255) / 255).unwrap_or(255)
            };
            graphic.set(x + sign_left, y + sign_top, ground.map(mix));
        }
    }
    for y in 50..height {
        for x in 0..screen.width {
            graphic.set(x + right, y, screen.at(x, y - 50));
        }
    }
    Ok(graphic)
}

/// What a shop would refuse of a picture: `Some` says why.
pub(crate) fn refused(path: &Path) -> Option<String> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let header = || -> Result<(u32, u32, ColorType)> {
        let reader = Decoder::new(BufReader::new(File::open(path)?)).read_info()?;
        Ok((reader.info().width, reader.info().height, reader.info().color_type))
    };
    let Ok((width, height, colours)) = header() else { return Some(format!("{name} does not read")) };
    let (long, short) = (width.max(height), width.min(height));
    if name == "icon.png" {
        return (width != 512 || height != 512).then(|| format!("{name} is not 512 by 512"));
    }
    if colours != ColorType::Rgb {
        return Some(format!("{name} has {colours:?} colours, not three bytes a pixel"));
    }
    if name == "featureGraphic.png" {
        return (width != 1024 || height != 500).then(|| format!("{name} is not 1024 by 500"));
    }
    (long > 2 * short || short < 320 || long > 3840).then(|| format!("{name} is {width} by {height}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_screen_goes_on_to_both_sides() {
        let mut long = Picture::filled(2, 10, [9, 9, 9]);
        long.set(1, 0, [1, 2, 3]);
        let wide = long.widened();
        assert_eq!((wide.width, wide.height), (6, 10));
        assert_eq!(wide.at(3, 0), [1, 2, 3], "the screen stands in the middle");
        assert_eq!((wide.at(0, 0), wide.at(5, 0)), ([9; 3], [9; 3]), "the sides have the left edge's colour");
        let broad = Picture::filled(20, 10, [0; 3]);
        assert_eq!(broad.widened(), broad);
    }

    #[test]
    fn what_a_shop_refuses_is_found() {
        let folder = std::env::temp_dir().join(format!("stufo-pictures-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let write = |name: &str, width: usize, height: usize| {
            Picture::filled(width, height, [7; 3]).write(&folder.join(name)).unwrap();
            refused(&folder.join(name))
        };
        assert_eq!(write("1.png", 594, 1186), None);
        assert!(write("1.png", 547, 1186).is_some());
        assert!(write("1.png", 200, 300).is_some());
        assert_eq!(write("featureGraphic.png", 1024, 500), None);
        assert!(write("featureGraphic.png", 1024, 501).is_some());
        std::fs::write(folder.join("1.png"), "no picture").unwrap();
        assert!(refused(&folder.join("1.png")).is_some());
        std::fs::remove_dir_all(&folder).unwrap();
        let palette = crate::process::root().join("docs/screens/it-light-home.png");
        assert!(refused(&palette).is_some_and(|why| why.contains("Indexed")));
    }
}
