//! The growth of a decision with the size of the list, as a picture.

use anyhow::Result;
use plotters::prelude::*;

use crate::report::Report;

const OURS: RGBColor = RGBColor(0x0b, 0x6e, 0x4f);
const PLAIN: RGBColor = RGBColor(0xb2, 0x3a, 0x48);

/// Median and 99th percentile against the count of numbers, both axes logarithmic, as SVG text.
///
/// # Errors
/// When there is nothing to draw.
pub fn growth(report: &Report) -> Result<String> {
    let line = |what: &str, baseline: bool| -> Vec<(f64, f64)> {
        let rows = report.rows.iter().filter(|row| row.what == what);
        let figure = |value: &crate::report::Row| if baseline { value.baseline } else { Some(value.ours) };
        #[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^53")]
        rows.filter_map(|row| Some((row.size as f64, figure(row)?))).collect()
    };
    let lines = [
        ("Stufo, median", line(crate::measure::WARM_MEDIAN, false), OURS),
        ("Stufo, 99 of 100", line(crate::measure::WARM_P99, false), OURS.mix(0.5).to_rgb()),
        ("obvious build, median", line(crate::measure::WARM_MEDIAN, true), PLAIN),
        ("obvious build, 99 of 100", line(crate::measure::WARM_P99, true), PLAIN.mix(0.5).to_rgb()),
    ];
    let points = || lines.iter().flat_map(|(_, points, _)| points);
    let (least, most) =
        points().fold((f64::MAX, 0.0_f64), |(least, most), (size, _)| (least.min(*size), most.max(*size)));
    anyhow::ensure!(least < most, "a curve needs two sizes");
    let highest = points().fold(1.0_f64, |highest, (_, value)| highest.max(*value));
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (760, 440)).into_drawing_area();
        area.fill(&WHITE)?;
        let mut chart = ChartBuilder::on(&area)
            .caption("One decision, warm, without the record", ("sans-serif", 20))
            .margin(12)
            .x_label_area_size(44)
            .y_label_area_size(64)
            .build_cartesian_2d((least..most).log_scale(), (1.0..highest * 2.0).log_scale())?;
        chart
            .configure_mesh()
            .x_desc("numbers in the list")
            .y_desc("microseconds")
            .light_line_style(WHITE)
            .x_label_formatter(&|size| format!("{size:.0}"))
            .y_label_formatter(&|value| format!("{value:.0}"))
            .draw()?;
        for (name, points, colour) in lines {
            let style = colour.stroke_width(2);
            chart
                .draw_series(LineSeries::new(points.clone(), style))?
                .label(name)
                .legend(move |(x, y)| PathElement::new(vec![(x, y), (x + 18, y)], style));
            chart.draw_series(points.into_iter().map(|point| Circle::new(point, 3, colour.filled())))?;
        }
        chart
            .configure_series_labels()
            .position(SeriesLabelPosition::MiddleRight)
            .border_style(BLACK.mix(0.3))
            .draw()?;
        area.present()?;
    }
    Ok(svg)
}

trait Solid {
    fn to_rgb(self) -> RGBColor;
}

impl Solid for RGBAColor {
    /// The colour as it looks on white.
    fn to_rgb(self) -> RGBColor {
        let on_white = |part: u8| {
            let mixed = f64::from(part).mul_add(self.3, 255.0 * (1.0 - self.3));
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a mean of two bytes is a byte"
            )]
            let byte = mixed.round() as u8;
            byte
        };
        RGBColor(on_white(self.0), on_white(self.1), on_white(self.2))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_has_a_line_for_each_build() {
        let mut report = Report::default();
        assert!(growth(&report).is_err());
        for size in [10_000, 1_000_000] {
            report.add(crate::measure::WARM_MEDIAN, size, "us", 3.0, 30.0, None);
            report.add(crate::measure::WARM_P99, size, "us", 9.0, 60.0, None);
        }
        let svg = growth(&report).unwrap();
        assert!(svg.starts_with("<svg") && svg.contains("obvious build, median"));
    }
}
