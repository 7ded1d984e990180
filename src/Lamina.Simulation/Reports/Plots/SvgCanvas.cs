using System.Xml;

namespace Lamina.Simulation.Reports.Plots;

/// <summary>The few shapes that a chart is made of, as SVG. One form per shape, so equal charts are equal text.</summary>
internal sealed class SvgCanvas : IDisposable
{
    private const string Namespace = "http://www.w3.org/2000/svg";

    private readonly XmlWriter _xml;

    public SvgCanvas(TextWriter output, int width, int height, string title)
    {
        _xml = XmlWriter.Create(output, new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true });
        _xml.WriteStartElement("svg", Namespace);
        Attribute("width", width);
        Attribute("height", height);
        _xml.WriteAttributeString("viewBox", $"0 0 {width} {height}");
        _xml.WriteAttributeString("font-family", "sans-serif");
        _xml.WriteAttributeString("font-size", "12");
        _xml.WriteElementString("title", Namespace, Clean(title));
    }

    public void Line(double x1, double y1, double x2, double y2, Pen pen, double opacity = 1)
    {
        Start("line");
        Attribute("x1", x1);
        Attribute("y1", y1);
        Attribute("x2", x2);
        Attribute("y2", y2);
        Stroke(pen, 1);
        if (opacity < 1)
        {
            Attribute("stroke-opacity", opacity);
        }

        _xml.WriteEndElement();
    }

    public void Path(string data, Pen pen)
    {
        Start("path");
        _xml.WriteAttributeString("d", data);
        _xml.WriteAttributeString("fill", "none");
        Stroke(pen, 1.5);
        _xml.WriteAttributeString("stroke-linejoin", "round");
        _xml.WriteEndElement();
    }

    public void Rectangle(double x, double y, double width, double height, string colour)
    {
        Start("rect");
        Attribute("x", x);
        Attribute("y", y);
        Attribute("width", width);
        Attribute("height", height);
        _xml.WriteAttributeString("fill", colour);
        _xml.WriteEndElement();
    }

    public void Dot(double x, double y, Pen pen)
    {
        Start("circle");
        Attribute("cx", x);
        Attribute("cy", y);
        Attribute("r", 2.5);
        _xml.WriteAttributeString("fill", pen.Colour);
        _xml.WriteEndElement();
    }

    /// <param name="x">Where it is anchored.</param>
    /// <param name="y">Its base line.</param>
    /// <param name="text">The text.</param>
    /// <param name="anchor">"start", "middle" or "end".</param>
    public void Text(double x, double y, string text, string anchor = "start")
    {
        Start("text");
        Attribute("x", x);
        Attribute("y", y);
        _xml.WriteAttributeString("fill", Pen.Neutral);
        _xml.WriteAttributeString("text-anchor", anchor);
        _xml.WriteString(Clean(text));
        _xml.WriteEndElement();
    }

    public void Dispose()
    {
        _xml.WriteEndElement();
        _xml.Dispose();
    }

    /// <summary>XML has no way to write some characters; names come from users.</summary>
    private static string Clean(string text)
    {
        char[] clean = text.ToCharArray();
        for (int i = 0; i < clean.Length; i++)
        {
            if (i + 1 < clean.Length && XmlConvert.IsXmlSurrogatePair(clean[i + 1], clean[i]))
            {
                i++;
            }
            else if (!XmlConvert.IsXmlChar(clean[i]))
            {
                clean[i] = '\uFFFD';
            }
        }

        return new string(clean);
    }

    private void Start(string element) => _xml.WriteStartElement(element, Namespace);

    private void Attribute(string name, double value) => _xml.WriteAttributeString(name, SvgNumber.Text(value));

    private void Stroke(Pen pen, double width)
    {
        _xml.WriteAttributeString("stroke", pen.Colour);
        Attribute("stroke-width", width);
        if (pen.Dashes.Length > 0)
        {
            _xml.WriteAttributeString("stroke-dasharray", pen.Dashes);
        }
    }
}
