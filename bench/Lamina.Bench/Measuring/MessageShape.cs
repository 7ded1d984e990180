using Lamina.Spike.Flow;

namespace Lamina.Bench.Measuring;

/// <summary>How long the messages of a question are, and for how many packets they count.</summary>
internal readonly record struct MessageShape(int Length, int Packets)
{
    public const int Short = 64;

    public static MessageShape Of(Question question) => question == Question.Goodput
        ? new MessageShape(Shape.RawSegments * Shape.Payload, Shape.RawSegments)
        : new MessageShape(Short, 1);
}
