using Lamina.Core;

namespace Lamina.Fuzz.Makers;

/// <summary>Draws a message that its decoder accepts, by the code that writes it.</summary>
public delegate byte[] Maker(SeededRandom random);
